import { createHash } from "node:crypto"
import { renameSync, symlinkSync } from "node:fs"
import { basename, dirname, isAbsolute, join } from "node:path"
import { readIfExists, writeAtomic } from "../io/files.ts"
import { inCache } from "./cache-folder.ts"
import { claimPlace, leavePlace, moveBack, reclaim } from "./place-claim.ts"

/** Where an app is while it is built, and where the platform has put it and finds it afterwards. */
export interface Placed {
  readonly app: string
  readonly leftAt: string
}

/**
 * Does the work with BUILD_DIR at a path that is the same in each build with this cache, since compilers note where they
 * compiled. Meanwhile a link leads there from BUILD_DIR, for whoever was told that name. Where a folder cannot be moved,
 * the work is done in BUILD_DIR itself.
 */
export async function atStablePlace<T>(
  cacheDir: string,
  buildDir: string,
  work: (placed: Placed) => Promise<T>,
): Promise<T> {
  // A hook that was given the link of a build that was killed has followed it.
  const leftAt = (isPlace(buildDir) && (await reclaim(buildDir))) || buildDir
  const last = await readIfExists(inCache(cacheDir, "place")).catch(() => undefined)
  const app = await moveAway(leftAt, candidates(last, cacheDir, leftAt))
  if (app === undefined) return work({ app: leftAt, leftAt })
  try {
    const result = await work({ app, leftAt })
    // Without it the next build has a name for the place all the same.
    if (app !== last) await writeAtomic(inCache(cacheDir, "place"), app).catch(() => {})
    return result
  } finally {
    moveBack(app, leftAt)
    await leavePlace(app)
  }
}

/** Where to move BUILD_DIR, best first: it has to be on the same disk. */
function candidates(last: string | undefined, cacheDir: string, build: string): readonly string[] {
  // The same again, also after a build that was killed before it could tell.
  const name = `beampack-${createHash("sha256").update(cacheDir).digest("hex").slice(0, 8)}`
  const fresh = ["/tmp", dirname(build)].map((folder) => join(folder, name))
  return last !== undefined && isAbsolute(last) && isPlace(last) ? [last, ...fresh] : fresh
}

function isPlace(path: string): boolean {
  return /^beampack-[0-9a-f]{8}$/.test(basename(path))
}

/** Where it is then; undefined when it could not be moved. */
async function moveAway(build: string, places: readonly string[]): Promise<string | undefined> {
  for (const place of places) {
    if (!(await claimPlace(place, build))) continue
    if (move(build, place)) return place
    await leavePlace(place)
  }
  return undefined
}

/** No step between the two can wait, so that hardly any end of the process comes between them. */
function move(build: string, place: string): boolean {
  try {
    renameSync(build, place)
  } catch {
    // Such as on another disk, a mount, or in a folder that only others may change.
    return false
  }
  try {
    symlinkSync(place, build)
    return true
  } catch {
    renameSync(place, build)
    return false
  }
}
