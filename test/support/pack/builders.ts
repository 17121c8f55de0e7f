import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { stringify } from "smol-toml"
import { ownArch } from "../../../scripts/package/catalogue.ts"
import type { Builders, PackContext } from "./context.ts"

interface BuildersOptions extends Pick<PackContext, "program" | "env" | "prefix" | "images" | "packages"> {
  /** Of the lifecycle. */
  readonly archive: string
  readonly work: string
}

/** Somebody else's buildpack, which platforms have at the end of their order. */
const procfile = { uri: join(import.meta.dirname, "procfile") } as const

/** Makes the builders, as operators do. */
export async function makeBuilders({ packages, prefix, ...options }: BuildersOptions): Promise<Builders> {
  const builders = { ours: `${prefix}builder`, bare: `${prefix}bare-builder` }
  const last = { id: "test/procfile", optional: true }
  const bare = { buildpacks: [procfile], order: [{ group: [{ id: "test/procfile" }] }] }
  const ours = {
    buildpacks: [...Object.values(packages.folders).map((uri) => ({ uri })), procfile],
    order: [{ group: [{ id: "beampack/phoenix" }, last] }],
  }
  await makeBuilder(builders.bare, bare, options)
  await makeBuilder(builders.ours, ours, options)
  return builders
}

async function makeBuilder(
  name: string,
  content: object,
  { program, env, images, archive, work }: Omit<BuildersOptions, "packages" | "prefix">,
): Promise<void> {
  const config = join(work, "builder.toml")
  const platform = {
    build: { image: images.build },
    run: { images: [{ image: images.run }] },
    lifecycle: { uri: archive },
    targets: [{ os: "linux", arch: ownArch }],
  }
  await writeFile(config, stringify({ ...platform, ...content }))
  await execa(program, ["builder", "create", name, "--config", config, "--pull-policy", "never"], { env })
}
