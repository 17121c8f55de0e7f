import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { printable } from "../io/location.ts"

/** There is no such index at the origin. */
export function missing(url: string, title: string, cause: BuildpackError): BuildpackError {
  return new BuildpackError("index/missing", `The list of ${title} versions is not there: ${printable(url)}`, {
    help: prose`
      The app needs ${title}, and this list says which versions there are, with their digests.

      If BEAMPACK_MIRROR is set, that mirror lacks ${title} for this platform: add it with "beampack mirror",
      or unset BEAMPACK_MIRROR to install from builds.hex.pm and nodejs.org.
    `,
    cause,
  })
}

/** What the origin gave is something else. */
export function unreadable(source: string): BuildpackError {
  return new BuildpackError("index/unreadable", `What should be a list of versions is none: ${source}`, {
    help: prose`
      The server answered, but with something else: a proxy may have put its own page there. Open the address from the
      same network.

      If BEAMPACK_MIRROR is set, see that it names the mirror's own root.
    `,
  })
}

/** Whether a text came that is no index, so that nothing is known about the index itself. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof BuildpackError && ["index/unreadable", "node/bad-index"].includes(error.id)
}
