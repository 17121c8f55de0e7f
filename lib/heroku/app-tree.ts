import { stat } from "node:fs/promises"
import { join, resolve } from "node:path"
import { isInside } from "../core/inside.ts"
import { namesIn } from "../core/volatile-variables.ts"
import { digestFile } from "../io/files.ts"
import type { KnownContents } from "../io/known-contents.ts"
import { readTree, stampOf, type TreeEntry } from "../io/tree.ts"
import { digestOf, readContent } from "../io/tree-content.ts"
import { eachOf } from "../io/workers.ts"

/** A file, link or folder of an app, without its times. */
export interface AppEntry extends Pick<TreeEntry, "kind" | "path" | "mode" | "bytes"> {
  /** Of a file's bytes, or of where a link leads; a folder has none. */
  readonly digest?: string
}

/** All that is in an app's folder. */
export interface AppTree {
  readonly entries: readonly AppEntry[]
  /** Which of the names that were asked for stand in its files. */
  readonly named: ReadonlySet<string>
}

/** Why a folder cannot be known by what is in it. */
export interface Unknowable {
  readonly why: string
}

/** What takes longer to read than it saves. */
const MOST = { files: 10_000, bytes: 500e6 }

interface AppTreeWish {
  /** Words to look for in the files. */
  readonly names?: readonly string[]
  /** Paths that are left out, with all that is in them. */
  readonly skip?: readonly string[]
  /** Files that are not read again, when there are no words to look for. */
  readonly known?: KnownContents | undefined
}

/** Reads the whole of an app's folder. Throws when something may not be read. */
export async function readAppTree(
  app: string,
  { names = [], skip = [], known }: AppTreeWish = {},
): Promise<AppTree | Unknowable> {
  const skipped = new Set(skip)
  let isText = true
  const all = await readTree(app, (path) => {
    // Node gives a name that is no UTF-8 with this character, and then finds no such file.
    isText &&= !path.includes("\ufffd")
    return skipped.has(path)
  })
  if (!isText) return { why: "a file has a name that is no text" }
  if (all.length > MOST.files) return { why: `there are more than ${MOST.files} files` }
  if (all.reduce((sum, { bytes }) => sum + bytes, 0) > MOST.bytes) return { why: "the files are too large" }

  const entries = new Map<string, AppEntry>(
    all.map(({ kind, path, mode, bytes }) => [path, { kind, path, mode, bytes }]),
  )
  const named = new Set<string>()
  const outside: string[] = []
  await eachOf(all, async (entry) => {
    const { kind, path, mode, bytes } = entry
    if (kind === "folder") return
    const digest = kind === "file" && names.length === 0 ? known?.get(stampOf(entry)) : undefined
    if (digest !== undefined) return void entries.set(path, { kind, path, mode, bytes, digest })
    const content = await readContent(app, { kind, path, bytes })
    const target = kind === "link" ? await outsideTarget(app, path, content.text) : undefined
    if (target === "folder") outside.push(path)
    const own = target === undefined ? content.digest : digestOf(`${content.digest} ${target}`)
    entries.set(path, { kind, path, mode, bytes, digest: own })
    if (names.length > 0) for (const name of namesIn(content.text, names)) named.add(name)
  })
  if (outside.length > 0) return { why: `${outside.toSorted()[0]} leads to another folder` }
  return { entries: [...entries.values()], named }
}

/** What a link leads to that is not in the app: the digest of a file; nothing that is there otherwise. */
async function outsideTarget(app: string, path: string, target: string): Promise<string | undefined> {
  if (isInside(app, resolve(app, path, "..", target))) return undefined
  const link = join(app, path)
  const found = await stat(link).catch(() => undefined)
  if (found?.isDirectory()) return "folder"
  return found?.isFile() ? digestFile(link, "sha256") : undefined
}

/** A digest of all that is in a folder, equal for the same. */
export function digestOfEntries(entries: readonly AppEntry[]): string {
  const rows = entries.map(({ path, kind, mode, digest }) => [path, kind, mode, digest] as const)
  return digestOf(JSON.stringify(rows.toSorted(([a], [b]) => (a < b ? -1 : 1))))
}
