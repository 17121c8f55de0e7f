import { BuildpackError } from "../core/error.ts"
import { LOCK_FILE } from "../core/lock-file.ts"
import { prose } from "../core/prose.ts"
import { type Artifact, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin } from "../core/setting.ts"
import { printable } from "../io/location.ts"

/** Whether the app's lock has the artifact. */
export function isLocked({ version: { origin } }: Pick<Artifact, "version">): boolean {
  return origin.kind === "file" && origin.file === LOCK_FILE
}

/** The failure of a download, told anew when it is the app's lock that the file does not match. */
export function explainMismatch(artifact: Artifact, error: unknown): unknown {
  const isMismatch = error instanceof BuildpackError && error.id === "download/digest-mismatch"
  return isLocked(artifact) && isMismatch ? lockedMismatch(artifact, error) : error
}

function lockedMismatch({ name, version, url }: Artifact, cause: BuildpackError): BuildpackError {
  const what = `${runtimeTitles[name]} ${version.value}`
  return new BuildpackError("lock/digest", `${what} is not the file that ${LOCK_FILE} has`, {
    help: prose`
      ${printable(url)} was downloaded, and its digest is not the one at ${describeOrigin(version.origin)}.
      Either it was published anew since it was locked, as branches are all the time, or BEAMPACK_MIRROR has another
      build of it, now or when it was locked, or somebody has put another file there. Nothing of it was used.

      If the new file is what you want, lock it, and look at the difference before you commit it:

          beampack lock
    `,
    cause,
  })
}
