import { chmod, copyFile, mkdir, readdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { stringify } from "smol-toml"
import type { EnvChange, EnvDelta } from "../core/env.ts"
import { remove, writeAtomic } from "../io/files.ts"
import { layerFile } from "./layers.ts"

/** Who sees variables: later buildpacks, or the running app. */
type Audience = "build" | "launch"

/**
 * What the deltas are for one of them, as files of a layer, by path, with their content to the last byte. Several changes
 * of a list become one; without a `.delim` file nothing would stand between new and old.
 * https://github.com/buildpacks/spec/blob/main/buildpack.md#environment-variable-modification-rules
 */
export function environmentFiles(deltas: readonly EnvDelta[], audience: Audience): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const { scope, name, change } of deltas) {
    if (scope !== "all" && scope !== audience) continue
    const file = `env.${audience}/${name}`
    files.set(`${file}.${change.action}`, joined(files.get(`${file}.${change.action}`), change))
    if ("delim" in change) files.set(`${file}.delim`, change.delim)
  }
  return files
}

/** As when the changes are made one after the other: the first default counts, the last override, and a list grows. */
function joined(old: string | undefined, change: EnvChange): string {
  if (old === undefined) return change.value
  switch (change.action) {
    case "default":
      return old
    case "override":
      return change.value
    case "prepend":
      return `${change.value}${change.delim}${old}`
    case "append":
      return `${old}${change.delim}${change.value}`
  }
}

/**
 * Writes them as two layers, made anew by each build, so that the image has nothing of the build's. `programs`: a folder
 * of programs to run before the app starts, if there is to be one.
 * https://github.com/buildpacks/spec/blob/main/buildpack.md#execd
 */
export async function writeEnvironment(
  layersDir: string,
  deltas: readonly EnvDelta[],
  programs: string | undefined,
): Promise<void> {
  await writeLayer(layersDir, "build", environmentFiles(deltas, "build"))
  await writeLayer(layersDir, "launch", environmentFiles(deltas, "launch"), programs)
}

async function writeLayer(
  layersDir: string,
  audience: Audience,
  files: ReadonlyMap<string, string>,
  programs?: string,
): Promise<void> {
  const layer = join(layersDir, `${audience}-env`)
  await remove(layerFile(layer))
  await remove(layer)
  if (files.size === 0 && programs === undefined) return
  for (const [path, content] of files) {
    await mkdir(dirname(join(layer, path)), { recursive: true })
    await writeFile(join(layer, path), content)
  }
  if (programs !== undefined) await copyPrograms(programs, join(layer, "exec.d"))
  const types = { build: audience === "build", cache: false, launch: audience === "launch" }
  await writeAtomic(layerFile(layer), stringify({ types }))
}

async function copyPrograms(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(from)) {
    await copyFile(join(from, name), join(to, name))
    await chmod(join(to, name), 0o755)
  }
}
