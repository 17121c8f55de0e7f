import { type Dirent, lstatSync, readdirSync, utimesSync } from "node:fs"
import { join } from "node:path"
import { hasCode } from "../core/cause.ts"
import { turn } from "./turn.ts"

/** What lies below a folder. Sockets and the like do not count. */
export interface TreeEntry {
  readonly kind: "file" | "folder" | "link"
  /** From the folder that was read. */
  readonly path: string
  readonly bytes: number
  readonly mode: number
  /** When it was changed last, in whole seconds since 1970, as Mix compares times. */
  readonly seconds: number
  /** When anything of it was changed last, its times too, in milliseconds since 1970: nobody can set it. */
  readonly changed: number
  readonly inode: number
}

/** Of a file it stays the same until somebody writes or renames it, also when a folder above it is moved. */
export function stampOf({ inode, changed, seconds, bytes }: TreeEntry): string {
  return `${inode} ${changed} ${seconds} ${bytes}`
}

/**
 * All that is below a folder, by path; what `skip` names, and what is in it, is left out, and so is what is in a folder that
 * may not be looked into. Follows no link.
 */
export async function readTree(root: string, skip: (path: string) => boolean): Promise<readonly TreeEntry[]> {
  const entries: TreeEntry[] = []
  const folders = ["."]
  // Those that are found on the way are read in their turn.
  for (const folder of folders) {
    for (const found of namesIn(root, folder)) {
      const path = folder === "." ? found.name : `${folder}/${found.name}`
      const kind = kindOf(found)
      if (kind === undefined || skip(path)) continue
      const entry = readEntry(root, path, kind)
      if (entry === undefined) continue
      entries.push(entry)
      if (kind === "folder") folders.push(path)
    }
    await turn()
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1))
}

function namesIn(root: string, folder: string): readonly Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true })
  } catch (error) {
    // Such as the lost+found of a disk.
    if (hasCode(error, "EACCES", "ENOENT")) return []
    throw error
  }
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
function readEntry(root: string, path: string, kind: TreeEntry["kind"]): TreeEntry | undefined {
  const found = lstatSync(`${root}/${path}`, { throwIfNoEntry: false })
  if (found === undefined) return undefined
  const { size: bytes, mode, mtimeMs, ctimeMs: changed, ino: inode } = found
  return { kind, path, bytes, mode: mode & 0o777, seconds: Math.floor(mtimeMs / 1000), changed, inode }
}

/** Whether a file that is written once more gets another time: some file systems know only whole seconds. */
export function tellApart(entries: readonly TreeEntry[]): boolean {
  return entries.some(({ changed }) => changed % 1000 !== 0)
}

/** Sets when files below a folder were changed last, in seconds since 1970. */
export async function setTimes(root: string, times: Iterable<readonly [path: string, seconds: number]>): Promise<void> {
  for (const [path, seconds] of times) {
    utimesSync(`${root}/${path}`, seconds, seconds)
    await turn()
  }
}
