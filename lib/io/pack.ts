import { constants } from "node:fs"
import { lstat, readdir, readlink, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { createGzip } from "node:zlib"
import { temporaryBeside } from "./temporary.ts"

export interface PackOptions {
  /** A folder to put before each path. */
  readonly prefix?: string
}

/** Packs a folder's content as .tar.gz: the same bytes for the same content, modes and symlinks, whenever and by whom. */
export async function packTar(from: string, file: string, options: PackOptions = {}): Promise<void> {
  const { create } = await import("tar/create")
  const tar = create(
    {
      cwd: from,
      ...(options.prefix && { prefix: options.prefix }),
      portable: true,
      mtime: new Date(0),
      noDirRecurse: true,
      strict: true,
    },
    await paths(from),
  )
  await pipeline(tar, createGzip(), (chunks: AsyncIterable<Buffer>) => save(chunks, file))
}

/** Packs a folder's content as .zip: the same bytes for the same content, executable bits and symlinks. */
export async function packZip(from: string, file: string): Promise<void> {
  const { ZipFile } = await import("yazl")
  const zip = new ZipFile()
  // Zip times are local and without a zone.
  const common = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true }
  for (const path of await paths(from)) {
    const stats = await lstat(join(from, path))
    if (stats.isSymbolicLink()) {
      const target = Buffer.from(await readlink(join(from, path)))
      zip.addBuffer(target, path, { ...common, mode: constants.S_IFLNK | 0o777 })
    } else if (stats.isDirectory()) {
      zip.addEmptyDirectory(path, { ...common, mode: constants.S_IFDIR | 0o755 })
    } else {
      zip.addFile(join(from, path), path, { ...common, mode: constants.S_IFREG | (stats.mode & 0o111 ? 0o755 : 0o644) })
    }
  }
  zip.end()
  const output = zip.outputStream as Readable
  zip.on("error", (error: Error) => output.destroy(error))
  await save(output, file)
}

/** All paths below a folder, folders before what is in them, in the same order on every machine. */
async function paths(dir: string): Promise<string[]> {
  return (await readdir(dir, { recursive: true })).sort((a, b) => (a < b ? -1 : 1))
}

async function save(chunks: AsyncIterable<Uint8Array>, file: string): Promise<void> {
  const temporary = temporaryBeside(file)
  try {
    await writeFile(temporary, chunks, { flag: "wx" })
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
