import { chmod, copyFile, mkdir, readdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { stringify } from "smol-toml"
import type { EnvChange, EnvDelta } from "../core/env.ts"
import { remove, writeAtomic } from "../io/files.ts"
import { layerFile } from "./layers.ts"

/** Where the lifecycle looks for the variables of later buildpacks, of the running app, and of both. */
const folders = { build: "env.build", launch: "env.launch", all: "env" } as const satisfies Record<
  EnvDelta["scope"],
  string
>

/**
 * The deltas as files of a layer, by path, with their content to the last byte. Several changes of a list become one;
 * without a `.delim` file nothing would stand between new and old.
 * https://github.com/buildpacks/spec/blob/main/buildpack.md#environment-variable-modification-rules
 */
export function environmentFiles(deltas: readonly EnvDelta[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const { scope, name, change } of deltas) {
    const file = `${folders[scope]}/${name}`
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
 * Writes them as a layer of their own, made anew by each build. `programs`: a folder of programs to run before the app
 * starts, if there is to be one. https://github.com/buildpacks/spec/blob/main/buildpack.md#execd
 */
export async function writeEnvironment(
  layersDir: string,
  deltas: readonly EnvDelta[],
  programs: string | undefined,
): Promise<void> {
  const layer = join(layersDir, "environment")
  await remove(layerFile(layer))
  await remove(layer)
  for (const [path, content] of environmentFiles(deltas)) {
    await mkdir(dirname(join(layer, path)), { recursive: true })
    await writeFile(join(layer, path), content)
  }
  if (programs !== undefined) await copyPrograms(programs, join(layer, "exec.d"))
  const build = deltas.some(({ scope }) => scope !== "launch")
  const launch = programs !== undefined || deltas.some(({ scope }) => scope !== "build")
  if (build || launch) await writeAtomic(layerFile(layer), stringify({ types: { build, cache: false, launch } }))
}

async function copyPrograms(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(from)) {
    await copyFile(join(from, name), join(to, name))
    await chmod(join(to, name), 0o755)
  }
}
