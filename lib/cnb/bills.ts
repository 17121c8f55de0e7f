import { join } from "node:path"
import type { BuildPlan, Buildpack, BuildRequest } from "../core/buildpack.ts"
import type { AppBill } from "../core/component.ts"
import { writeAtomic } from "../io/files.ts"
import { type Sbom, sbomText } from "./sbom.ts"

/** Whose bills are written, where, and by which beampack. */
interface Billing {
  readonly buildpacks: readonly Buildpack[]
  readonly plans: readonly BuildPlan[]
  readonly layersDir: string
  readonly version: string
}

/**
 * Writes bills of materials where the lifecycle takes them from: one for each layer, and from the last buildpack those of
 * the app, which are returned. https://github.com/buildpacks/spec/blob/main/buildpack.md#bill-of-materials
 */
export async function writeBills(
  request: BuildRequest,
  { buildpacks, plans, layersDir, version }: Billing,
): Promise<AppBill | undefined> {
  const runtimes = (id: string) => plans.find(({ buildpack }) => buildpack === id)?.runtimes ?? []
  const bills = await Promise.all(buildpacks.map((buildpack) => buildpack.bill(request, runtimes(buildpack.id))))
  const app = bills.find((bill) => bill.app !== undefined)?.app
  const write = (name: string, sbom: Omit<Sbom, "version">): Promise<void> =>
    writeAtomic(join(layersDir, `${name}.sbom.cdx.json`), sbomText({ ...sbom, version }))
  for (const [name, components] of bills.flatMap(({ layers }) => Object.entries(layers))) {
    await write(name, { components })
  }
  if (app === undefined) return undefined
  await write("launch", { about: app.self, components: app.launch })
  await write("build", { about: app.self, components: app.build })
  return app
}
