import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { type CnbName, ownArch } from "../../../scripts/package/catalogue.ts"
import { makePackages } from "../../../scripts/package/make.ts"
import { budgets } from "../../../scripts/package/size.ts"

/** What users name after `--buildpack`, for this machine. */
export interface CnbPackages {
  readonly folders: Readonly<Record<CnbName, string>>
  /** The same as .cnb files. */
  readonly files: Readonly<Record<CnbName, string>>
}

/** Makes the packages, as `npm run package` does. */
export async function makeCnbPackages(out: string): Promise<CnbPackages> {
  if (ownArch === undefined) throw new Error(`beampack has no Cloud Native Buildpacks for ${process.arch}`)
  await mkdir(out)
  await makePackages({ names: ["cnb"], archs: [ownArch], out, budgets, env: process.env, print: () => {} })
  const each = (path: (name: CnbName) => string): Readonly<Record<CnbName, string>> => ({
    elixir: join(out, "cnb", path("elixir")),
    static: join(out, "cnb", path("static")),
    phoenix: join(out, "cnb", path("phoenix")),
  })
  return { folders: each((name) => name), files: each((name) => `${name}-linux-${ownArch}.cnb`) }
}
