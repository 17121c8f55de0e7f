import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { isMissing } from "./missing.ts"

/** An environment. */
export type Vars = Readonly<Record<string, string>>

/** A folder, where this process finds it and where the variables are to say that it is. */
export interface Place {
  readonly here: string
  readonly there: string
}

/** Folders of a layer that get on a path by themselves. */
type Roots = Readonly<Record<string, readonly string[]>>

export const buildRoots = {
  bin: ["PATH"],
  lib: ["LD_LIBRARY_PATH", "LIBRARY_PATH"],
  include: ["CPATH"],
  pkgconfig: ["PKG_CONFIG_PATH"],
} as const satisfies Roots

export const launchRoots = { bin: ["PATH"], lib: ["LD_LIBRARY_PATH"] } as const satisfies Roots

/** The variables with those folders of the layer that are there in front of their paths. */
export async function withRoots(vars: Vars, { here, there }: Place, roots: Roots): Promise<Vars> {
  let next = vars
  for (const [name, keys] of Object.entries(roots)) {
    const found = await stat(join(here, name)).catch(() => undefined)
    if (found === undefined) continue
    for (const key of keys) next = { ...next, [key]: joined(join(there, name), ":", next[key]) }
  }
  return next
}

/** The variables as the files of a layer's `env` folder change them, byte for byte, in the order of their names. */
export async function withEnvFolder(vars: Vars, dir: string): Promise<Vars> {
  const files = await envFiles(dir)
  let next = vars
  for (const [file, value] of files) {
    const [name = "", action = "override"] = split(file)
    const old = next[name] || undefined
    const delimiter = files.get(`${name}.delim`) ?? ""
    const changed = {
      override: value,
      default: old ?? value,
      prepend: joined(value, delimiter, old),
      append: old === undefined ? value : old + delimiter + value,
    }[action]
    // Of any other action, `delim` among them, nothing is set.
    if (changed !== undefined) next = { ...next, [name]: changed }
  }
  return next
}

/** The variables with those of the user, one a file: a path goes in front of what is there, all else in its place. */
export async function withUserVars(vars: Vars, dir: string): Promise<Vars> {
  const paths: readonly string[] = Object.values(buildRoots).flat()
  let next = vars
  for (const [name, value] of await envFiles(dir)) {
    next = { ...next, [name]: paths.includes(name) ? joined(value, ":", next[name]) : value }
  }
  return next
}

function joined(front: string, delimiter: string, rest: string | undefined): string {
  return rest ? front + delimiter + rest : front
}

/** The name before the first dot and what comes after it. */
function split(file: string): readonly string[] {
  const dot = file.indexOf(".")
  return dot === -1 ? [file] : [file.slice(0, dot), file.slice(dot + 1)]
}

/** Files of a folder by name, in the order of their names; none when there is no such folder. */
async function envFiles(dir: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const files = new Map<string, string>()
  for (const name of names.toSorted()) {
    const file = join(dir, name)
    if (!(await stat(file)).isDirectory()) files.set(name, await readFile(file, "utf8"))
  }
  return files
}
