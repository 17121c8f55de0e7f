import { mkdir, readdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { isAlive } from "../alive.ts"

/** A folder for what one run of the tests makes, named by its process; those of runs that were killed are removed. */
export async function makeRunFolder(cache: string): Promise<string> {
  const runs = join(cache, "runs")
  await mkdir(runs, { recursive: true })
  for (const pid of await readdir(runs)) {
    if (!isAlive(Number(pid))) await rm(join(runs, pid), { recursive: true, force: true, maxRetries: 5 })
  }
  const folder = join(runs, String(process.pid))
  await mkdir(folder)
  return folder
}
