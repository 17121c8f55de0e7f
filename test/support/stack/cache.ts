import { mkdir } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"

/**
 * All that is kept between runs, about 1 GB: the daemon's images, when we start one, and the mirror. It can be removed at
 * any time; the next run makes it again, in a few minutes.
 */
const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "beampack-stack")

/** The folder for what is kept between runs, there when this returns. */
export async function cacheFolder(): Promise<string> {
  await mkdir(folder, { recursive: true })
  return folder
}
