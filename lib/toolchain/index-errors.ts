import { fileURLToPath } from "node:url"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { runtimeTitles } from "../core/runtime.ts"
import { stackOf, ubuntuReleases } from "../core/stacks.ts"
import { printable } from "../io/location.ts"
import { upstream } from "./origins.ts"

/** There is no such index at the origin. `title`: of its runtime. */
export function missing(url: string, title: string, cause: BuildpackError): BuildpackError {
  return new BuildpackError("index/missing", `The list of ${title} versions is not there: ${printable(url)}`, {
    help: prose`
      This list says which versions of ${title} there are, with their digests.

      ${isUpstream(url) ? atUpstream : inMirror(url, title)}
    `,
    cause,
  })
}

function isUpstream(url: string): boolean {
  return Object.values(upstream).some((origin) => url.startsWith(`${origin}/`))
}

const atUpstream = prose`
  Upstream always has it: open the address from the same network, where a proxy may stand in between.
`

function inMirror(url: string, title: string): string {
  const [, root = "", arch, release] =
    /^(.*?)\/(?:builds\/otp\/(\w+)\/ubuntu-([\d.]+)|builds|installs|dist)\//.exec(url) ?? []
  const ubuntu = ubuntuReleases.find((each) => each === release)
  // What is copied from upstream may be for another system than the one that copies.
  const [system, stack, where] =
    ubuntu === undefined
      ? ["", "", "a machine"]
      : [` for Ubuntu ${ubuntu} on ${arch}`, ` STACK=${stackOf(ubuntu)}`, `an ${arch} machine`]
  return prose`
    The mirror that BEAMPACK_MIRROR names has no ${title}${system}. Add it on ${where} that reaches upstream:

        BEAMPACK_MIRROR=${stack} beampack mirror ${folderOf(root)}

    ${title === runtimeTitles.hex ? noHex : otherWays}
  `
}

/** What stands for a folder of another machine. */
const someFolder = "DIR"

function folderOf(root: string): string {
  return root.startsWith("file:") ? fileURLToPath(root) : someFolder
}

const noHex = prose`
  Debian 12 packages no Hex, so that --from-apt finds none there; Debian 13 does. Or unset BEAMPACK_MIRROR
  to install from builds.hex.pm and nodejs.org.
`

const otherWays = prose`
  (with --from-apt on a Debian or Ubuntu that cannot reach it, for that system itself), or unset BEAMPACK_MIRROR
  to install from builds.hex.pm and nodejs.org.
`

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
