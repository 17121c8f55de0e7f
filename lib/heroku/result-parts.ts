import { posix } from "node:path"
import type { AppEntry } from "./app-tree.ts"

/** Entries that lie in one archive: when one of them changes, all of them are packed again. */
export interface ResultPart {
  /** The folder that all of them are in, or that is one of them itself. */
  readonly head: string
  readonly entries: readonly AppEntry[]
}

/** What takes about as long to pack as another archive takes to be begun. */
const ENOUGH = 1e6 // bytes

/**
 * Each folder with enough in it is a part, without those below it that are parts themselves; the rest is one more. So Erlang and
 * Elixir, which stay from build to build, lie apart from what a push changes.
 */
export function resultParts(entries: readonly AppEntry[]): readonly ResultPart[] {
  const heads = largeFolders(entries)
  const headOf = new Map<string, string>()
  // By path, so that a folder comes before what is in it.
  const parts = Map.groupBy(byPath(entries), ({ kind, path }) => {
    const head = heads.has(path) ? path : (headOf.get(posix.dirname(path)) ?? ".")
    if (kind === "folder") headOf.set(path, head)
    return head
  })
  return [...parts].map(([head, part]) => ({ head, entries: part }))
}

function largeFolders(entries: readonly AppEntry[]): ReadonlySet<string> {
  const sorted = byPath(entries)
  // Into such a folder nothing can be put any more once it has its mode.
  const locked = new Set<string>()
  for (const { kind, path, mode } of sorted) {
    if (kind === "folder" && ((mode & 0o300) !== 0o300 || locked.has(posix.dirname(path)))) locked.add(path)
  }
  const heads = new Set<string>()
  const sums = new Map<string, number>()
  for (const { kind, path, bytes } of sorted.toReversed()) {
    const sum = kind === "file" ? bytes : (sums.get(path) ?? 0)
    const above = posix.dirname(path)
    if (kind === "folder" && sum >= ENOUGH && !locked.has(above)) heads.add(path)
    else if (kind !== "link") sums.set(above, (sums.get(above) ?? 0) + sum)
  }
  return heads
}

function byPath(entries: readonly AppEntry[]): readonly AppEntry[] {
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
