import { constants, type Stats } from "node:fs"
import { lstat, readdir, readlink } from "node:fs/promises"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { createGzip } from "node:zlib"
import { writeAtomic } from "./files.ts"

/** How a folder is packed; nothing need be said. */
export interface PackOptions {
  /** A folder to put before each path. */
  readonly prefix?: string
}

interface Item {
  readonly path: string
  readonly stats: Stats
  /** What a symlink points to. */
  readonly target: string
}

/** Packs a folder's content as .tar.gz: the same bytes for the same content, modes and symlinks, whenever and by whom. */
export async function packTar(from: string, file: string, options: PackOptions = {}): Promise<void> {
  const { create } = await import("tar/create")
  const items = await contentOf(from)
  const tar = create(
    {
      cwd: from,
      ...(options.prefix && { prefix: options.prefix }),
      portable: true,
      mtime: new Date(0),
      noDirRecurse: true,
      strict: true,
    },
    items.map((item) => item.path),
  )
  await pipeline(tar, createGzip(), (chunks: AsyncIterable<Buffer>) => writeAtomic(file, chunks))
}

/** Packs a folder's content as .zip: the same bytes for the same content, executable bits and symlinks. */
export async function packZip(from: string, file: string): Promise<void> {
  const { ZipFile } = await import("yazl")
  const items = await contentOf(from)
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  zip.on("error", (error: Error) => output.destroy(error))
  // Zip times are local and without a zone.
  const common = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true }
  for (const { path, stats, target } of items) {
    if (stats.isDirectory()) {
      zip.addEmptyDirectory(path, { ...common, mode: constants.S_IFDIR | 0o755 })
    } else if (stats.isSymbolicLink()) {
      zip.addBuffer(Buffer.from(target), path, { ...common, mode: constants.S_IFLNK | 0o777 })
    } else {
      zip.addFile(join(from, path), path, { ...common, mode: constants.S_IFREG | (stats.mode & 0o100 ? 0o755 : 0o644) })
    }
  }
  zip.end()
  await writeAtomic(file, output)
}

/** What is below a folder, in the same order on every machine, folders before what is in them; no sockets and the like. */
async function contentOf(dir: string): Promise<Item[]> {
  const paths = (await readdir(dir, { recursive: true })).sort((a, b) => (a < b ? -1 : 1))
  const items = paths.map(async (path) => {
    const stats = await lstat(join(dir, path))
    return { path, stats, target: stats.isSymbolicLink() ? await readlink(join(dir, path)) : "" }
  })
  return (await Promise.all(items)).filter(
    ({ stats }) => stats.isFile() || stats.isDirectory() || stats.isSymbolicLink(),
  )
}
