import { LOCK_FILE } from "../core/lock-file.ts"
import type { Artifact, RuntimeRequest } from "../core/runtime.ts"
import type { Origin } from "../core/setting.ts"
import type { LockedFile, LockedRuntime } from "../versions/lock.ts"
import { unmet } from "../versions/lock-fit.ts"
import { parseLock } from "../versions/lock-parse.ts"
import { type Misfit, outdated } from "./lock-errors.ts"
import { platformOf, urlFor } from "./lock-place.ts"
import type { Search } from "./search.ts"

/**
 * The runtimes just as the app's lock has them. Throws `lock/malformed`, `lock/format`, and `lock/outdated` with all that
 * it lacks.
 */
export async function lockedArtifacts(text: string, search: Search): Promise<readonly Artifact[]> {
  const lock = await parseLock(text)
  const read = search.requests.map((request) => readLocked(request, lock, search))
  const misfits = read.flatMap((one) => ("artifact" in one ? [] : [one]))
  if (misfits.length > 0) throw outdated(misfits, search.platform)
  return read.flatMap((one) => ("artifact" in one ? [one.artifact] : []))
}

function readLocked(
  request: RuntimeRequest,
  lock: readonly LockedRuntime[],
  search: Search,
): { readonly artifact: Artifact } | Misfit {
  const { name } = request
  const locked = lock.find((runtime) => runtime.name === name)
  if (locked === undefined) return { kind: "absent", name }
  const demand = unmet(locked, request)
  if (demand !== undefined) return { kind: "unmet", locked, demand }
  const platform = platformOf(name, search.platform)
  const file = locked.files[platform]
  if (file === undefined) return { kind: "no platform", locked, platform }
  return { artifact: artifactOf(locked, file, { kind: "file", file: LOCK_FILE, ...lineOf(locked) }, search) }
}

function lineOf({ line }: LockedRuntime): { readonly line?: number } {
  return line === undefined ? {} : { line }
}

/** What is installed for a locked version; `origin` says who chose it. */
export function artifactOf(locked: LockedRuntime, file: LockedFile, origin: Origin, { origins }: Search): Artifact {
  const { name, version } = locked
  const { url, digest, size } = file
  return { name, version: { value: version, origin }, url: urlFor(name, url, origins), digest, size }
}
