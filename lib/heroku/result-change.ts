import { posix } from "node:path"
import type { AppEntry } from "./app-tree.ts"

/** What a build has made of an app's folder. Paths are from there. */
export interface ResultChange {
  /** What was there and is gone, or is something of another kind now; what was in it is not named. */
  readonly gone: readonly string[]
  /** What is new or has changed; a new folder stands for all that is in it. */
  readonly brought: readonly string[]
  /** The folders that were there and have another mode now. */
  readonly modes: readonly (readonly [path: string, mode: number])[]
}

/** The change, and all that was brought. */
export function resultChange(
  before: readonly AppEntry[],
  after: readonly AppEntry[],
): { readonly change: ResultChange; readonly made: readonly AppEntry[] } {
  const [was, is] = [before, after].map((entries) => new Map(entries.map((entry) => [entry.path, entry])))
  const stays = (path: string): boolean =>
    path === "." || (was?.get(path)?.kind === "folder" && is?.get(path)?.kind === "folder")
  const made = after.filter((entry) => !stays(entry.path) && !isSame(entry, was?.get(entry.path)))
  const isTop = ({ path }: AppEntry): boolean => stays(posix.dirname(path))
  return {
    change: {
      gone: before
        .filter(({ path, kind }) => is?.get(path)?.kind !== kind)
        .filter(isTop)
        .map(({ path }) => path),
      brought: made.filter(isTop).map(({ path }) => path),
      modes: after
        .filter(({ path, mode }) => stays(path) && was?.get(path)?.mode !== mode)
        .map(({ path, mode }) => [path, mode] as const),
    },
    made,
  }
}

/** The paths that are new, gone, or of another kind, content or mode; those of folders too. */
export function changedPaths(before: readonly KnownEntry[], now: readonly KnownEntry[]): readonly string[] {
  const [was, is] = [before, now].map((entries) => new Map(entries.map((entry) => [entry.path, entry])))
  const paths = [...before, ...now].map(({ path }) => path)
  return [...new Set(paths)].filter((path) => !isSame(was?.get(path), is?.get(path)))
}

/** Whether two paths have the same content and mode; nothing is the same as nothing. */
function isSame(one: Known | undefined, other: Known | undefined): boolean {
  return one?.kind === other?.kind && one?.mode === other?.mode && one?.digest === other?.digest
}

type KnownEntry = Omit<AppEntry, "bytes">
type Known = Omit<KnownEntry, "path">
