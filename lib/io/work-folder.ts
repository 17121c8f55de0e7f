import { mkdtemp, readdir } from "node:fs/promises"
import { join } from "node:path"
import { hasCode } from "../core/cause.ts"
import { remove } from "./files.ts"

/**
 * Makes a fresh folder `<name>-<pid>-XXXXXX` in `parent` that only we can look into; the caller removes it. Those of the
 * same name that a killed process could not remove go first.
 */
export async function makeWorkFolder(parent: string, name: string): Promise<string> {
  const left = (await readdir(parent)).filter((entry) => isLeft(entry, name))
  // Its owner may be another user, or another start may be removing it just now: neither is a reason not to work.
  await Promise.all(left.map((entry) => remove(join(parent, entry)).catch(() => {})))
  return mkdtemp(join(parent, `${name}-${process.pid}-`))
}

/** In a container each start may have the same pid: a folder with ours, which is yet to be made, is a leftover too. */
function isLeft(entry: string, name: string): boolean {
  if (!entry.startsWith(`${name}-`)) return false
  const owner = /^([1-9]\d*)-\w{6}$/.exec(entry.slice(name.length + 1))
  return owner !== null && (Number(owner[1]) === process.pid || !isAlive(Number(owner[1])))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return hasCode(error, "EPERM")
  }
}
