import { renameSync, unlinkSync } from "node:fs"
import { link, lstat, readlink, rename, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { exists, isFolder, readIfExists, remove, temporaryBeside } from "../io/files.ts"
import { type BuildProcess, isAlive, ourselves, processIn } from "./build-process.ts"

/** Whose folder lies at a place, and which process has put it there; written beside the place. */
interface Claim extends BuildProcess {
  /** Where the folder belongs. */
  readonly from: string
}

function noteOf(place: string): string {
  return `${place}.json`
}

/**
 * Takes a place for the folder that is to go there from `from`; false when somebody else has it, or it cannot be had. What
 * a build that was killed has left there goes back to where it belongs.
 */
export async function claimPlace(place: string, from: string): Promise<boolean> {
  if (!(await isFolder(dirname(place)))) return false
  if ((await exists(noteOf(place))) && (await reclaim(place)) === undefined) return false
  if (!(await writeNote(place, from))) return false
  // What lies there without a note is no build's.
  if (!(await exists(place))) return true
  await leavePlace(place)
  return false
}

/** Gives it up, once nothing is there. */
export async function leavePlace(place: string): Promise<void> {
  await remove(noteOf(place))
}

/** Puts back what a build that was killed has left at a place, and tells where that is; undefined when there is no such thing. */
export async function reclaim(place: string): Promise<string | undefined> {
  const claim = await readNote(place)
  // Of another machine or container nobody can tell here, so its builds are let be.
  if (claim === undefined || (await isAlive(claim)) !== false) return undefined
  const taken = temporaryBeside(noteOf(place))
  // Of several that find it so, one succeeds.
  const isOurs = await rename(noteOf(place), taken).then(
    () => true,
    () => false,
  )
  if (!isOurs) return undefined
  await putBack(place, claim.from)
  await remove(taken)
  return claim.from
}

/** The two calls stand together, so that hardly any end of the process comes between them. */
export function moveBack(place: string, from: string): void {
  unlinkSync(from)
  renameSync(place, from)
}

async function putBack(place: string, from: string): Promise<void> {
  if (!(await exists(place))) return
  if ((await readlink(from).catch(() => undefined)) === place) return moveBack(place, from)
  const isThere = await lstat(from).then(
    () => true,
    () => false,
  )
  // The platform has made another one there, or has thrown away all that was around it.
  if (isThere || !(await isFolder(dirname(from)))) return remove(place)
  await rename(place, from)
}

/** All of it at once, and only when there is none. */
async function writeNote(place: string, from: string): Promise<boolean> {
  const claim: Claim = { from, ...(await ourselves()) }
  const file = temporaryBeside(noteOf(place))
  try {
    await writeFile(file, JSON.stringify(claim), { flag: "wx" })
    await link(file, noteOf(place))
    return true
  } catch {
    return false
  } finally {
    await remove(file).catch(() => {})
  }
}

async function readNote(place: string): Promise<Claim | undefined> {
  const claim = processIn((await readIfExists(noteOf(place)).catch(() => undefined)) ?? "")
  return typeof claim?.from === "string" ? { ...claim, from: claim.from } : undefined
}
