import { readdir, rmdir } from "node:fs/promises"
import { join } from "node:path"
import { readIfExists, remove, writeAtomic } from "../io/files.ts"
import { isAlive, ourselves, processIn } from "./build-process.ts"
import { inCache } from "./cache-folder.ts"

/** Platforms end a build before that, so that what nobody can ask any more has ended. */
const LONGEST = 3600_000 // milliseconds

/** Whether no other build uses the cache at this moment. Whoever wants to remove something looks at what is there first. */
export type Alone = () => Promise<boolean>

/**
 * Does the work of a build while a note in the cache says that it is under way: what it has half made looks like what a build
 * that was killed has left, and no other build is to remove it. A cache that cannot be written says nothing.
 */
export async function whilePresent<T>(cacheDir: string, work: (alone: Alone) => Promise<T>): Promise<T> {
  const folder = inCache(cacheDir, "builds")
  const us = await ourselves()
  const own = `${us.process}-${us.began}.json`
  const note = join(folder, own)
  await writeAtomic(note, JSON.stringify(us)).catch(() => {})
  try {
    return await work(() => isAlone(folder, own))
  } finally {
    await remove(note).catch(() => {})
    // Others may be there.
    await rmdir(folder).catch(() => {})
  }
}

async function isAlone(folder: string, own: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  const others = names.filter((name) => name !== own)
  const arePresent = await Promise.all(others.map((name) => isPresent(join(folder, name))))
  return !arePresent.includes(true)
}

/** What is no note of a build under way is removed on the way. */
async function isPresent(note: string): Promise<boolean> {
  const other = processIn((await readIfExists(note).catch(() => undefined)) ?? "")
  const alive = other && ((await isAlive(other)) ?? Date.now() - other.began < LONGEST)
  if (!alive) await remove(note).catch(() => {})
  return alive === true
}
