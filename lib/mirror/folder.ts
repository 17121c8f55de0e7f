import { mkdir, rename } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Digest } from "../core/runtime.ts"
import { digestFile, exists, readIfExists, writeAtomic } from "../io/files.ts"

/** A file of the mirror, with the index that names its digest. Paths are relative to the mirror. */
export interface Entry {
  readonly path: string
  readonly index: string
  readonly digest: Digest
}

/** Moves a finished file, made on the same disk, to its place. */
export async function place(file: string, dir: string, path: string): Promise<void> {
  await mkdir(dirname(join(dir, path)), { recursive: true })
  await rename(file, join(dir, path))
}

/** Changes one index: `merge` gets its text, empty when there is none, and returns the new one. */
export async function editIndex(dir: string, index: string, merge: (text: string) => string): Promise<void> {
  const file = join(dir, index)
  const text = await readIfExists(file)
  const merged = merge(text ?? "")
  if (merged !== text) await writeAtomic(file, merged)
}

/** Whether the mirror has the file with this digest. */
export async function hasFile(dir: string, path: string, digest: Digest): Promise<boolean> {
  const file = join(dir, path)
  return (await exists(file)) && (await digestFile(file, digest.algorithm)) === digest.hex
}

/** Whether the mirror has the entry's file, and its index says so. */
export async function holds(dir: string, entry: Entry): Promise<boolean> {
  const index = await readIfExists(join(dir, entry.index))
  return index?.includes(entry.digest.hex) === true && hasFile(dir, entry.path, entry.digest)
}
