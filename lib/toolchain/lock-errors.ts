import { BuildpackError } from "../core/error.ts"
import { LOCK_FILE } from "../core/lock-file.ts"
import { prose } from "../core/prose.ts"
import { type Artifact, type KnownDigest, type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { printable } from "../io/location.ts"
import type { LockedRuntime } from "../versions/lock.ts"
import type { Platform } from "./lock-place.ts"

/** Why a lock does not do for a build. */
export type Misfit =
  | { readonly kind: "absent"; readonly name: RuntimeName }
  | { readonly kind: "unmet"; readonly locked: LockedRuntime; readonly demand: Setting<string> }
  | { readonly kind: "no platform"; readonly locked: LockedRuntime; readonly platform: string }

/** The app's lock does not do for this build, for all these reasons. */
export function outdated(misfits: readonly Misfit[], { ubuntu }: Platform): BuildpackError {
  // Who locks on the same system needs no option, and for any other there is one.
  const forPlatform = misfits.some(({ kind }) => kind === "no platform") && ubuntu !== undefined
  return new BuildpackError("lock/outdated", `${LOCK_FILE} does not do for this build`, {
    help: prose`
      ${misfits.map(describe).join("\n")}

      With a lock nothing is chosen in the build itself. Renew it, and commit it with what has changed:

          beampack lock${forPlatform ? ` --for heroku-${ubuntu.slice(0, 2)}` : ""}
    `,
  })
}

function describe(misfit: Misfit): string {
  switch (misfit.kind) {
    case "absent":
      return `The app needs ${runtimeTitles[misfit.name]}, which the lock does not have.`
    case "unmet":
      return `${describeOrigin(misfit.demand.origin)} asks for ${title(misfit.locked.name, misfit.demand.value)}, and ${place(misfit.locked)} has ${misfit.locked.version}.`
    case "no platform":
      return `${place(misfit.locked)} has no ${title(misfit.locked.name, misfit.locked.version)} for ${misfit.platform}.`
  }
}

function place({ line }: LockedRuntime): string {
  return line === undefined ? LOCK_FILE : `${LOCK_FILE}:${line}`
}

function title(name: RuntimeName, version: string): string {
  return `${runtimeTitles[name]} ${version}`
}

function isLocked({ version: { origin } }: Artifact): boolean {
  return origin.kind === "file" && origin.file === LOCK_FILE
}

/** The failure of a download, told anew when it is the app's lock that the file does not match. */
export function explainMismatch(artifact: Artifact, error: unknown): unknown {
  const isMismatch = error instanceof BuildpackError && error.id === "download/digest-mismatch"
  return isLocked(artifact) && isMismatch ? lockedMismatch(artifact, error) : error
}

function lockedMismatch({ name, version, url }: Artifact, cause: BuildpackError): BuildpackError {
  const what = title(name, version.value)
  return new BuildpackError("lock/digest", `${what} is not the file that ${LOCK_FILE} has`, {
    help: prose`
      ${printable(url)} was downloaded, and its digest is not the one at ${describeOrigin(version.origin)}.
      Either it was published anew since it was locked, as branches are all the time, or BEAMPACK_MIRROR has another
      build of it, or somebody has put another file there. Nothing of it was used.

      If the new file is what you want, lock it, and look at the difference before you commit it:

          beampack lock
    `,
    cause,
  })
}

/** A file of the app, such as mise.lock, knows the file by another digest. */
export function knownDigestDiffers(artifact: Artifact, known: KnownDigest): BuildpackError {
  const { name, version, digest } = artifact
  const place = describeOrigin(known.origin)
  const other = isLocked(artifact) ? describeOrigin(version.origin) : "listed"
  return new BuildpackError("lock/digest", `${place} has another digest of ${title(name, version.value)}`, {
    help: prose`
      ${place}:  ${known.digest.algorithm}:${known.digest.hex}
      ${other}:  ${digest.algorithm}:${digest.hex}

      They are of the same file, ${known.url}
      so it was published anew since, or one of the two is wrong. Nothing was downloaded.
      If the new file is what you want, renew that lock with the tool that made it: mise lock
    `,
  })
}
