import { createHash, randomBytes } from "node:crypto"
import { constants } from "node:fs"
import { access, chmod, cp, lstat, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { hasCode } from "../core/cause.ts"
import type { Digest } from "../core/runtime.ts"

/** The text of a file, or undefined when there is no such file. */
export async function readIfExists(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Whether a file or folder is there; a symlink counts when what it points to is there. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/** Whether a folder is there that can be looked at. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** The names in a folder; undefined for a file, a link or nothing. */
export async function readFolder(path: string): Promise<readonly string[] | undefined> {
  const entry = await lstat(path).catch(() => undefined)
  if (!entry?.isDirectory()) return undefined
  return readdir(path).catch((error: unknown) => {
    // Another build may have removed it since.
    if (isMissing(error)) return undefined
    throw error
  })
}

/** Writes a file so that readers see the old or the new content, never a part. Makes the folders above it. */
export async function writeAtomic(
  path: string,
  data: string | Uint8Array | AsyncIterable<Uint8Array>,
  mode = 0o644,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = temporaryBeside(path)
  try {
    await writeFile(temporary, data, { mode, flag: "wx" })
    // The umask took away from the mode above.
    await chmod(temporary, mode)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** A fresh hidden name in the folder of `path`: what is made there can be renamed to `path` in one step. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`)
}

/**
 * Copies a folder's content into `to`; times, modes and symlinks stay as they are. Where the file system can, a copy takes
 * room only once it is changed; it is never the same file.
 */
export async function copyTree(from: string, to: string): Promise<void> {
  const mode = constants.COPYFILE_FICLONE
  await cp(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true, mode })
}

/** Removes a file or folder, also when folders in it are read-only. Nothing there is fine. */
export async function remove(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true })
  } catch (error) {
    if (!hasCode(error, "EACCES", "EPERM")) throw error
    // What a second try says is why it cannot be done.
    await makeWritable(path).catch(() => {})
    await rm(path, { recursive: true, force: true })
  }
}

const DIGESTED_AT_ONCE = 512 * 1024 // bytes

/** The digest of a file's bytes, lower-case hex. */
export async function digestFile(path: string, algorithm: Digest["algorithm"]): Promise<string> {
  const hash = createHash(algorithm)
  await using file = await open(path)
  // A stream reads less at once, and takes longer for it than for the digest.
  const buffer = Buffer.allocUnsafe(DIGESTED_AT_ONCE)
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length)
    if (bytesRead === 0) return hash.digest("hex")
    hash.update(buffer.subarray(0, bytesRead))
  }
}

async function makeWritable(dir: string): Promise<void> {
  await chmod(dir, 0o700)
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(dir, entry.name))
  }
}

function isMissing(error: unknown): boolean {
  return hasCode(error, "ENOENT", "ENOTDIR")
}
