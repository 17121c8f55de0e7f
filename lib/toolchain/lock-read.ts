import { BuildpackError } from "../core/error.ts"
import { LOCK_FILE } from "../core/lock-file.ts"
import { prose } from "../core/prose.ts"
import { type Artifact, type RuntimeName, type RuntimeRequest, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin, type Origin, type Setting } from "../core/setting.ts"
import { stackOf } from "../core/stacks.ts"
import { quotable } from "../core/visible.ts"
import type { LockEntry, LockedFile, LockedRuntime } from "../versions/lock.ts"
import { newlyNewest, unmet } from "../versions/lock-fit.ts"
import { parseLock } from "../versions/lock-parse.ts"
import { urlFor } from "./origins.ts"
import { type Platform, platformOf } from "./platform.ts"
import type { Search } from "./search.ts"

/** Why a lock does not do for a build. */
type Misfit =
  | { readonly kind: "absent"; readonly name: RuntimeName }
  | { readonly kind: "unmet"; readonly locked: LockEntry; readonly demand: Setting<string> }
  | { readonly kind: "moved on"; readonly locked: LockEntry; readonly wish: Setting<string> }
  | { readonly kind: "no platform"; readonly locked: LockEntry; readonly platform: string }

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
  lock: readonly LockEntry[],
  search: Search,
): { readonly artifact: Artifact } | Misfit {
  const { name } = request
  const locked = lock.find((runtime) => runtime.name === name)
  if (locked === undefined) return { kind: "absent", name }
  const demand = unmet(locked, request)
  if (demand !== undefined) return { kind: "unmet", locked, demand }
  const wish = newlyNewest(locked, request)
  if (wish !== undefined) return { kind: "moved on", locked, wish }
  const platform = platformOf(name, search.platform)
  const file = locked.files[platform]
  if (file === undefined) return { kind: "no platform", locked, platform }
  const asks = request.wishes[0] ?? request.requirements[0]
  const artifact = artifactOf(locked, file, locked.origin, search)
  return { artifact: { ...artifact, asked: asks?.value, asker: asks?.origin } }
}

/** What is installed for a locked version; `origin` says who chose it. */
export function artifactOf(locked: LockedRuntime, file: LockedFile, origin: Origin, { origins }: Search): Artifact {
  const { name, version, ref, branch } = locked
  const { url, digest, size } = file
  return { name, version: { value: version, origin }, branch, ref, url: urlFor(name, url, origins), digest, size }
}

/** The app's lock does not do for this build, for all these reasons. */
function outdated(misfits: readonly Misfit[], platform: Platform): BuildpackError {
  const lacksPlatform = misfits.some(({ kind }) => kind === "no platform")
  return new BuildpackError("lock/outdated", `${LOCK_FILE} does not do for this build`, {
    help: prose`
      ${misfits.map(describe).join("\n")}

      With a lock nothing is chosen in the build itself. Renew it, and commit it with what has changed:

          beampack lock${lacksPlatform ? optionsFor(platform) : ""}
    `,
  })
}

/** Who locks may be on another machine than who builds. */
function optionsFor({ ubuntu, arch }: Platform): string {
  return `${ubuntu === undefined ? "" : ` --for ${stackOf(ubuntu)}`} --arch ${arch}`
}

function describe(misfit: Misfit): string {
  switch (misfit.kind) {
    case "absent":
      return `The app needs ${runtimeTitles[misfit.name]}, which the lock does not have.`
    case "unmet":
      return `${describeOrigin(misfit.demand.origin)} asks for ${runtimeTitles[misfit.locked.name]} ${quotable(misfit.demand.value)}, and ${describeOrigin(misfit.locked.origin)} has ${misfit.locked.version}.`
    case "moved on":
      return `${describeOrigin(misfit.wish.origin)} asks for ${runtimeTitles[misfit.locked.name]} ${quotable(misfit.wish.value)} now, and ${describeOrigin(misfit.locked.origin)} has ${misfit.locked.version}, chosen when ${formerly(misfit.locked)}.`
    case "no platform":
      return `${describeOrigin(misfit.locked.origin)} has no ${runtimeTitles[misfit.locked.name]} ${misfit.locked.version} for ${misfit.platform}.`
  }
}

function formerly({ asked: [former] }: LockEntry): string {
  return former === undefined ? "nobody asked for one" : `it read: ${quotable(former)}`
}
