import type { Dirent } from "node:fs"
import { lstat, readdir, utimes } from "node:fs/promises"
import { join, posix } from "node:path"
import { hasCode } from "../core/cause.ts"
import { eachOf } from "./workers.ts"

/** What lies below a folder. Sockets and the like do not count. */
export interface TreeEntry {
  readonly kind: "file" | "folder" | "link"
  /** From the folder that was read. */
  readonly path: string
  readonly bytes: number
  readonly mode: number
  /** When it was changed last, in whole seconds since 1970, as Mix compares times. */
  readonly seconds: number
}

/**
 * All that is below a folder, by path; what `skip` names, and what is in it, is left out, and so is what is in a folder that
 * may not be looked into. Follows no link.
 */
export async function readTree(root: string, skip: (path: string) => boolean): Promise<readonly TreeEntry[]> {
  const entries = await below(root, ".", skip)
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

async function below(root: string, folder: string, skip: (path: string) => boolean): Promise<readonly TreeEntry[]> {
  const found = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    // Such as the lost+found of a disk.
    if (hasCode(error, "EACCES", "ENOENT")) return []
    throw error
  })
  const trees = found.map(async (entry): Promise<readonly TreeEntry[]> => {
    const path = posix.join(folder, entry.name)
    const kind = kindOf(entry)
    if (kind === undefined || skip(path)) return []
    const read = await readEntry(root, path, kind)
    if (read === undefined) return []
    return kind === "folder" ? [read, ...(await below(root, path, skip))] : [read]
  })
  return (await Promise.all(trees)).flat()
}

/** The bytes of all files below a folder, but what `skip` names; 0 when there is none. */
export async function treeSize(root: string, skip: (path: string) => boolean = () => false): Promise<number> {
  const entries = await readTree(root, skip)
  return entries.reduce((sum, { kind, bytes }) => (kind === "file" ? sum + bytes : sum), 0)
}

function kindOf(entry: Dirent): TreeEntry["kind"] | undefined {
  if (entry.isFile()) return "file"
  if (entry.isDirectory()) return "folder"
  return entry.isSymbolicLink() ? "link" : undefined
}

/** Undefined for what is gone, or has a name that is no text. */
async function readEntry(root: string, path: string, kind: TreeEntry["kind"]): Promise<TreeEntry | undefined> {
  try {
    const { size: bytes, mode, mtimeMs } = await lstat(join(root, path))
    return { kind, path, bytes, mode: mode & 0o777, seconds: Math.floor(mtimeMs / 1000) }
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined
    throw error
  }
}

/** Sets when files below a folder were changed last, in seconds since 1970. */
export async function setTimes(root: string, times: Iterable<readonly [path: string, seconds: number]>): Promise<void> {
  await eachOf(times, ([path, seconds]) => utimes(join(root, path), seconds, seconds))
}
