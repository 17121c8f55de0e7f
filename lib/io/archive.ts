import { createReadStream } from "node:fs"
import { mkdir, open, rename } from "node:fs/promises"
import { basename, dirname } from "node:path"
import { pipeline } from "node:stream/promises"
import { createGunzip } from "node:zlib"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { corrupt, noXz, unknownFormat } from "./archive-errors.ts"
import { archiveFormat, describeHead, HEAD_BYTES } from "./archive-format.ts"
import { remove, temporaryBeside } from "./files.ts"
import { filterFile, isNoCommand } from "./run.ts"

/** How an archive is unpacked; nothing need be said. */
export interface UnpackOptions {
  /** How many leading parts of each path are left out; 0 unless given. */
  readonly strip?: number
  /** Files of a tar get the time of now, and exactly the modes that it has, whatever the umask. */
  readonly fresh?: boolean
  /** Where `xz` is looked for: PATH; the system's folders unless given. */
  readonly env?: Env
  readonly signal?: AbortSignal | undefined
}

/**
 * Unpacks a .tar.gz, .tar.xz, .tar or .zip, told by its first bytes, to the folder `into`, which is not there yet or
 * empty. Either all of it is there afterwards or nothing. Throws `archive/...` errors, and the signal's reason.
 */
export async function unpack(archive: string, into: string, options: UnpackOptions = {}): Promise<void> {
  await mkdir(dirname(into), { recursive: true })
  const temporary = temporaryBeside(into)
  try {
    await mkdir(temporary)
    await unpackAny(archive, temporary, options)
    // Replaces an empty folder and fails on any other: rename(2).
    await rename(temporary, into)
  } catch (error) {
    await remove(temporary)
    options.signal?.throwIfAborted()
    if (isNoCommand(error)) throw noXz(basename(archive))
    throw isArchivesFault(error) ? corrupt(basename(archive), error) : error
  }
}

async function unpackAny(archive: string, into: string, options: UnpackOptions): Promise<void> {
  const head = await readHead(archive)
  const format = archiveFormat(head)
  const { strip = 0, fresh, signal } = options
  if (format === undefined) throw unknownFormat(basename(archive), describeHead(head))
  if (format === "zip") {
    const { unpackZip } = await import("./archive-zip.ts")
    return unpackZip(archive, into, { strip, signal })
  }
  const { unpackTar } = await import("./archive-tar.ts")
  const consume = (tar: AsyncIterable<Buffer>): Promise<void> => unpackTar(tar, into, { strip, fresh, signal })
  switch (format) {
    case "tar":
      return pipeline(createReadStream(archive), consume)
    case "gzip":
      return pipeline(createReadStream(archive), createGunzip({ chunkSize: 256 * 1024 }), consume)
    case "xz":
      return pipeline(await filterFile("xz", ["-dc"], archive, options.env ?? systemFolders), consume)
  }
}

const systemFolders: Env = { PATH: "/usr/local/bin:/usr/bin:/bin" }

async function readHead(file: string): Promise<Buffer> {
  await using handle = await open(file)
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
  return buffer.subarray(0, bytesRead)
}

// In a fresh folder these come from paths that contradict each other. Others, as for a full disk, are the machine's.
const pathErrors = ["EEXIST", "EISDIR", "ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP"]

function isArchivesFault(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof BuildpackError) return false
  const { syscall, code } = error as NodeJS.ErrnoException
  return syscall === undefined || pathErrors.includes(code ?? "")
}
