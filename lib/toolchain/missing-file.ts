import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type Artifact, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import { isNotFound } from "../io/download-errors.ts"
import { printable } from "../io/location.ts"
import { isLocked } from "./locked-mismatch.ts"

/** What was found, whose file is wanted. */
type Wanted = Pick<Artifact, "name" | "version" | "asked" | "url">

/** The failure of a download, told anew when the file of what was found is not there. */
export function explainMissing(wanted: Wanted, error: unknown): unknown {
  return isNotFound(error) ? missingFile(wanted, error) : error
}

function missingFile(wanted: Wanted, cause: BuildpackError): BuildpackError {
  const what = `${runtimeTitles[wanted.name]} ${wanted.version.value}`
  const known = isLocked(wanted) ? "locked" : "listed"
  return new BuildpackError(cause.id, `${what} is ${known}, but the file is not there`, {
    help: prose`
      ${whoAsks(wanted)} What there should be is
        ${printable(wanted.url)}

      Upstream lists a file once it is there, so build again in some minutes. A mirror that BEAMPACK_MIRROR names
      has to have each file that it lists: add this one there, or make the mirror again.
      Until it is there, ask for another version.
    `,
    cause,
  })
}

function whoAsks({ version, asked = version.value }: Wanted): string {
  const { value, origin } = version
  if (isLocked({ version })) return `${describeOrigin(origin)} names it.`
  if (origin.kind === "default") return `It was taken since nobody asks for a version (${origin.why}).`
  return `${describeOrigin(origin)} asks for ${asked === value ? "it" : quotable(asked)}.`
}
