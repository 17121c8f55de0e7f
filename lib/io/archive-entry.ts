import { mkdir, symlink } from "node:fs/promises"
import { dirname, join } from "node:path"
import { hasCode } from "../core/cause.ts"
import { escapes } from "./archive-errors.ts"

/** How entries of any format are unpacked. */
export interface EntryOptions {
  /** How many leading parts of each path are left out. */
  readonly strip: number
  /** As `UnpackOptions` has it. */
  readonly fresh?: boolean | undefined
  /** Looked at before each part that is written. */
  readonly signal?: AbortSignal | undefined
}

/** The symlinks of an archive by their path below the target folder: the entry's own name, and what it points to. */
export type Links = Map<string, { readonly name: string; readonly target: string }>

/**
 * The path of an entry below the target folder, without its first `strip` parts; undefined when nothing is left.
 * Throws `archive/escapes` for a path that leaves the folder or leads through a link of the same archive.
 */
export function entryPath(name: string, strip: number, links: Links): string | undefined {
  if (name.startsWith("/")) throw escapes(name, "has an absolute path")
  if (name.includes("\0")) throw escapes(name, "has a path with a zero byte")
  const parts = name.split("/").filter((part) => part !== "" && part !== ".")
  if (parts.includes("..")) throw escapes(name, 'has ".." in its path')
  const kept = parts.slice(strip)
  for (let length = 1; length < kept.length; length++) {
    if (links.has(kept.slice(0, length).join("/"))) throw escapes(name, "leads through a symbolic link")
  }
  return kept.length === 0 ? undefined : kept.join("/")
}

/**
 * Makes the symlinks of an archive. They are made last, so that no entry can be written through one; each must stay in
 * the folder, also where it leads through others. Throws `archive/escapes`.
 */
export async function makeLinks(links: Links, into: string): Promise<void> {
  for (const [path, { name, target }] of links) {
    if (leaves(path, links)) throw escapes(name, `is a symbolic link to ${JSON.stringify(target)}`)
  }
  for (const [path, { name, target }] of links) {
    await mkdir(dirname(join(into, path)), { recursive: true })
    await symlink(target, join(into, path)).catch((error: unknown) => {
      throw hasCode(error, "EEXIST") ? escapes(name, "is a symbolic link in the place of another entry") : error
    })
  }
}

// As many as Linux follows before it gives up (path_resolution(7)).
const MAX_HOPS = 40

/** Whether following the link at `path` goes above the folder on its way. Folders on that way are taken to be there. */
function leaves(path: string, links: Links): boolean {
  const here: string[] = []
  const ahead = path.split("/")
  let hops = 0
  for (let part = ahead.shift(); part !== undefined; part = ahead.shift()) {
    if (part === "" || part === ".") continue
    if (part === "..") {
      if (here.pop() === undefined) return true
      continue
    }
    here.push(part)
    const target = links.get(here.join("/"))?.target
    if (target === undefined) continue
    if (target.startsWith("/")) return true
    if (++hops > MAX_HOPS) return false
    here.pop()
    ahead.unshift(...target.split("/"))
  }
  return false
}
