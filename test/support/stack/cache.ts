import { mkdir } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"

/**
 * All that is kept between runs, a few GB: the daemon's images, when we start one, mirrors and registries. Nothing removes
 * old ones, which the tests of another checkout may use. The whole can be removed whenever no tests run; the next run
 * makes what it needs again, in a few minutes.
 */
const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "beampack-stack")

/** The folder for what is kept between runs, there when this returns. */
export async function cacheFolder(): Promise<string> {
  await mkdir(folder, { recursive: true })
  return folder
}
