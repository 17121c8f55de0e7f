import { readdir, rmdir } from "node:fs/promises"
import { join } from "node:path"
import { remove } from "../io/files.ts"
import { isHeard, listen } from "../io/sockets.ts"
import { inCache } from "./cache-folder.ts"

/** Whether no other build uses the cache at this moment. Whoever wants to remove something looks at what is there first. */
export type Alone = () => Promise<boolean>

/**
 * Does the work of a build while a socket in the cache says that it is under way: what it has half made looks like what a build
 * that was killed has left, and no other build is to remove it. The system hears for us who is alive, also from one container to
 * another, where numbers of processes mean nothing. In a cache that cannot have one nobody hears of the build.
 */
export async function whilePresent<T>(cacheDir: string, work: (alone: Alone) => Promise<T>): Promise<T> {
  const folder = inCache(cacheDir, "builds")
  const own = `${process.pid}-${Math.round(performance.timeOrigin)}`
  const close = await listen(folder, own).catch(() => undefined)
  try {
    return await work(() => isAlone(folder, own))
  } finally {
    close?.()
    await remove(join(folder, own)).catch(() => {})
    // Others may be there.
    await rmdir(folder).catch(() => {})
  }
}

async function isAlone(folder: string, own: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  const others = names.filter((name) => name !== own)
  const arePresent = await Promise.all(others.map((name) => isPresent(folder, name)))
  return !arePresent.includes(true)
}

/** What nobody listens at is removed on the way. */
async function isPresent(folder: string, name: string): Promise<boolean> {
  const isThere = await isHeard(folder, name)
  if (!isThere) await remove(join(folder, name)).catch(() => {})
  return isThere
}
