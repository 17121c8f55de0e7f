import { chmodSync } from "node:fs"
import { join } from "node:path"
import type { ReadEntry } from "tar"
import { type EntryOptions, entryPath, type Links, makeLinks } from "./archive-entry.ts"
import { specialFile } from "./archive-errors.ts"

/** Unpacks a tar into a folder that is there and empty. Modes and times are kept, owners are not. */
export async function unpackTar(
  tar: AsyncIterable<Buffer>,
  into: string,
  { strip, signal, fresh = false }: EntryOptions,
): Promise<void> {
  const { UnpackSync } = await import("tar/unpack")
  const links: Links = new Map()
  const modes = new Map<string, number>()
  // The sync variant is faster for many small files, and when it fails nothing is still being written.
  const unpack = new UnpackSync({
    cwd: into,
    strict: true,
    preserveOwner: false,
    noMtime: fresh,
    // Called with each entry before it is written.
    filter: (_path, found) => {
      const entry = found as ReadEntry
      const isWritten = prepare(entry, strip, links)
      if (isWritten && entry.mode !== undefined && entry.type !== "Link") modes.set(entry.path, entry.mode)
      return isWritten
    },
  })
  let complete = false
  unpack.on("eof", () => {
    complete = true
  })
  unpack.on("error", (error) => {
    throw error
  })
  for await (const chunk of tar) {
    signal?.throwIfAborted()
    unpack.write(chunk)
  }
  unpack.end()
  // A tar that is cut between two entries is well-formed but for its missing end.
  if (!complete) throw new Error("the end of the tar is missing")
  // The umask took away from them. Last those of folders, which may lock out what comes before them.
  if (fresh) for (const [path, mode] of [...modes].toReversed()) chmodSync(join(into, path), mode)
  await makeLinks(links, into)
}

/** Checks an entry, sets its path below the target folder, and notes it when it is a symlink. Says whether to write it now. */
function prepare(entry: ReadEntry, strip: number, links: Links): boolean {
  const name = entry.path
  const path = entryPath(name, strip, links)
  if (path === undefined) return false
  entry.path = path
  switch (entry.type) {
    case "File":
    case "OldFile":
    case "ContiguousFile":
    case "Directory":
      // No runtime needs set-user-id, set-group-id or sticky bits.
      if (entry.mode !== undefined) entry.mode &= 0o777
      return true
    case "Link": {
      const target = entryPath(entry.linkpath ?? "", strip, links)
      if (target === undefined) throw specialFile(name, "hard link to nothing")
      entry.linkpath = target
      return true
    }
    case "SymbolicLink":
      links.set(path, { name, target: entry.linkpath ?? "" })
      return false
    default:
      throw specialFile(name, entry.type)
  }
}
