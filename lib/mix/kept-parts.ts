import { createHash } from "node:crypto"
import { posix } from "node:path"
import type { TreeEntry } from "../io/tree.ts"
import { DEPS } from "./kept-place.ts"

/** What is kept in one archive: when one of its files changes, all of them are packed again. */
export type Part = readonly TreeEntry[]

/**
 * What was built, by the dependency that it belongs to, with its sources and what was compiled of them; the rest is one part
 * with no name: the app itself, which changes with each push.
 */
export function partsOf(entries: readonly TreeEntry[], build: string): ReadonlyMap<string, Part> {
  const dependencies = new Set(entries.flatMap(({ path }) => nameBelow(DEPS, path) ?? []))
  const libs = posix.join(build, "lib")
  const owner = ({ path }: TreeEntry): string => {
    const name = nameBelow(DEPS, path) ?? nameBelow(libs, path) ?? ""
    return dependencies.has(name) ? name : ""
  }
  return Map.groupBy(entries, owner)
}

/** The first name of a path below a folder. */
function nameBelow(folder: string, path: string): string | undefined {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1).split("/", 1)[0] : undefined
}

/** Names, sizes, modes and times tell whether files have changed; a folder's time does not. */
export function digestOf(part: Part): string {
  const rows = part.map(({ kind, path, bytes, mode, seconds }) => {
    return kind === "folder" ? [path, mode] : [path, mode, kind, bytes, seconds]
  })
  return createHash("sha256").update(JSON.stringify(rows)).digest("hex")
}
