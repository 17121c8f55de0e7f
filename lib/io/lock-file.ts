import { join } from "node:path"
import { LOCK_FILE } from "../core/lock-file.ts"
import { readIfExists, writeAtomic } from "./files.ts"

/** The text of the app's lock; undefined when it has none. */
export async function readLock(app: string): Promise<string | undefined> {
  return readIfExists(join(app, LOCK_FILE))
}

/** Writes the app's lock; a reader sees the old one or the new one. */
export async function writeLock(app: string, text: string): Promise<void> {
  await writeAtomic(join(app, LOCK_FILE), text)
}
