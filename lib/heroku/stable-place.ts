import { createHash } from "node:crypto"
import { renameSync, symlinkSync } from "node:fs"
import { readlink, rename, unlink } from "node:fs/promises"
import { basename, dirname, isAbsolute, join } from "node:path"
import { hasCode } from "../core/cause.ts"
import { exists, isFolder, readIfExists, remove, writeAtomic } from "../io/files.ts"

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
  const leftAt = await putBack(buildDir)
  const last = await readIfExists(lastPlace(cacheDir)).catch(() => undefined)
  const app = await moveAway(leftAt, candidates(last, cacheDir, leftAt))
  if (app === undefined) return work({ app: leftAt, leftAt })
  try {
    const result = await work({ app, leftAt })
    // Without it the next build has a name for the place all the same.
    if (app !== last) await writeAtomic(lastPlace(cacheDir), app).catch(() => {})
    return result
  } finally {
    await moveBack(app, leftAt)
  }
}

/** Says where the last build was that has left something in the cache. */
function lastPlace(cacheDir: string): string {
  return join(cacheDir, "beampack", "place")
}

/** Where to move BUILD_DIR, best first: it has to be on the same disk. */
function candidates(last: string | undefined, cacheDir: string, build: string): readonly string[] {
  // The same again, also after a build that was killed before it could tell.
  const name = `beampack-${createHash("sha256").update(cacheDir).digest("hex").slice(0, 8)}`
  const fresh = ["/tmp", dirname(build)].map((folder) => join(folder, name))
  return last !== undefined && isAbsolute(last) && isPlace(last) ? [last, ...fresh] : fresh
}

/** Where it is then; undefined when it could not be moved. */
async function moveAway(build: string, places: readonly string[]): Promise<string | undefined> {
  for (const place of places) {
    if (!(await isFree(place)) || !(await writeNote(place, { from: build, process: process.pid }))) continue
    if (move(build, place)) return place
    await remove(noteOf(place))
  }
  return undefined
}

function isPlace(path: string): boolean {
  return /^beampack-[0-9a-f]{8}$/.test(basename(path))
}

/** Says, beside a place, whose folder is there and which process has put it there. */
function noteOf(place: string): string {
  return `${place}.json`
}

/** No step between the two can fail or wait, so that hardly any end of the process comes between them. */
function move(build: string, place: string): boolean {
  try {
    renameSync(build, place)
  } catch {
    // Such as on another disk, a mount, or in a folder that only others may change.
    return false
  }
  symlinkSync(place, build)
  return true
}

async function moveBack(place: string, build: string): Promise<void> {
  await unlink(build)
  await rename(place, build)
  await remove(noteOf(place))
}

interface Note {
  readonly from: string
  readonly process: number
}

/** Tells whether it could be written. */
async function writeNote(place: string, note: Note): Promise<boolean> {
  return writeAtomic(noteOf(place), JSON.stringify(note)).then(
    () => true,
    () => false,
  )
}

async function readNote(place: string): Promise<Note | undefined> {
  try {
    const note = JSON.parse((await readIfExists(noteOf(place))) ?? "")
    return typeof note.from === "string" && typeof note.process === "number" ? note : undefined
  } catch {
    return undefined
  }
}

/** Whether nobody works there; what a build that was killed has left there goes back, or away when nobody can find it. */
async function isFree(place: string): Promise<boolean> {
  if (!(await exists(place))) return isFolder(dirname(place))
  const note = await readNote(place)
  if (note === undefined || isAlive(note.process)) return false
  if (await leadsTo(note.from, place)) await moveBack(place, note.from)
  else await remove(place)
  return true
}

/** BUILD_DIR as it was before a build of it that was killed. */
async function putBack(buildDir: string): Promise<string> {
  const note = isPlace(buildDir) ? await readNote(buildDir) : undefined
  if (note === undefined || isAlive(note.process) || !(await leadsTo(note.from, buildDir))) return buildDir
  await moveBack(buildDir, note.from)
  return note.from
}

async function leadsTo(link: string, place: string): Promise<boolean> {
  return (await readlink(link).catch(() => undefined)) === place
}

function isAlive(process_: number): boolean {
  try {
    process.kill(process_, 0)
    return true
  } catch (error) {
    return hasCode(error, "EPERM")
  }
}
