import { type Files, tempDir, writeFiles } from "../app.ts"
import type { GroupElement } from "./descriptor.ts"
import { localMachine } from "./local-machine.ts"
import { type Cnb, type CnbBuild, type CnbBuildOptions, createCnb } from "./platform.ts"

/** A buildpack of a few lines of shell, to see what a platform makes of it. */
export interface Sample {
  /** `sample/one` unless given. */
  readonly id?: string
  /** Its buildpack.toml, from `[buildpack]` on, without what is in every one. */
  readonly descriptor?: string
  /** `api = "0.10"` unless given. */
  readonly api?: string
  /** Lines of bin/detect; `$plan` is the file for the plan. */
  readonly detect?: string
  /** Lines of bin/build, in the folder of its layers; `$app` is the app's, and `see` puts a text into the label `seen`. */
  readonly build?: string
}

const see = `see() { printf "[[labels]]\\nkey = 'seen'\\nvalue = '''\\n%s'''\\n" "$1" >>launch.toml; }`

/** Writes a buildpack. Returns its folder. */
export async function writeSample({ id = "sample/one", descriptor = "", ...sample }: Sample): Promise<string> {
  const { api = 'api = "0.10"', detect = "", build = "" } = sample
  const dir = await tempDir("buildpack")
  const isComposite = descriptor.includes("[[order]]")
  return writeFiles(dir, {
    "buildpack.toml": `${api}\n[buildpack]\nid = "${id}"\nversion = "1.0.0"\n${descriptor}\n`,
    ...(!isComposite && {
      "bin/detect": `#!/bin/sh\nset -eu\nplan=$CNB_BUILD_PLAN_PATH\n${detect}\n`,
      "bin/build": `#!/bin/sh\nset -eu\napp=$PWD\ncd "$CNB_LAYERS_DIR"\n${see}\n${build}\n`,
    }),
  })
}

/** A platform whose programs are child processes, for the length of the test. */
export async function localCnb(): Promise<Cnb> {
  const work = await tempDir("cnb")
  return createCnb(await localMachine(work), work)
}

/** Builds an app, one file unless given, with sample buildpacks. */
export async function buildSamples(
  cnb: Cnb,
  samples: readonly Sample[],
  { files = { "app.txt": "app" }, ...options }: Partial<CnbBuildOptions> & { readonly files?: Files } = {},
): Promise<CnbBuild> {
  const buildpacks = await Promise.all(samples.map(writeSample))
  return cnb.build({ source: (folder) => writeFiles(folder, files), buildpacks, ...options })
}

/** All of the samples as a group, those at the places `optional` being so. */
export function groupOf(samples: readonly Sample[], optional: readonly number[] = []): readonly GroupElement[] {
  return samples.map(({ id = "sample/one" }, at) => ({ id, version: "1.0.0", optional: optional.includes(at) }))
}
