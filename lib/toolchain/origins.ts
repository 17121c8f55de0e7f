import { statSync } from "node:fs"
import { isAbsolute } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import type { RuntimeName } from "../core/runtime.ts"
import { printable } from "../io/location.ts"

/** Where runtimes come from: URLs without a slash at the end. A mirror serves both under its one root. */
export interface Origins {
  /** Keeps `/builds/otp`, `/builds/elixir` and `/installs`. */
  readonly hex: string
  /** Keeps `/dist`. */
  readonly node: string
}

/** Where everything is when no mirror is. */
export const upstream: Origins = { hex: "https://builds.hex.pm", node: "https://nodejs.org" }

/** The origins, all replaced by `BEAMPACK_MIRROR` when it is set. Throws `mirror/relative` or `mirror/missing`. */
export function originsFrom(env: Env): Origins {
  const mirror = env.BEAMPACK_MIRROR?.trim()
  if (!mirror) return upstream
  const base = mirrorUrl(mirror).replace(/\/+$/, "")
  return { hex: base, node: base }
}

/** The URL that upstream has a file at which a mirror may have been asked for. */
export function canonicalUrl(name: RuntimeName, url: string, origins: Origins): string {
  return moved(url, origins[originOf(name)], upstream[originOf(name)])
}

/** Where to get the file that upstream has at a URL. */
export function urlFor(name: RuntimeName, canonical: string, origins: Origins): string {
  return moved(canonical, upstream[originOf(name)], origins[originOf(name)])
}

function originOf(name: RuntimeName): keyof Origins {
  return name === "node" ? "node" : "hex"
}

function moved(url: string, from: string, to: string): string {
  return url.startsWith(`${from}/`) ? to + url.slice(from.length) : url
}

function mirrorUrl(mirror: string): string {
  if (/^https?:\/\//i.test(mirror) && URL.canParse(mirror)) return mirror
  const folder = mirror.startsWith("file:") ? folderOf(mirror) : mirror
  if (!isAbsolute(folder)) throw relative(mirror)
  if (!isFolder(folder)) throw missing(folder)
  return pathToFileURL(folder).href
}

/** One that may not be looked at is as good as none. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

function folderOf(url: string): string {
  try {
    if (url.startsWith("file:/")) return fileURLToPath(url)
  } catch {
    // Told below: it names a host, or is no URL.
  }
  throw relative(url)
}

function relative(mirror: string): BuildpackError {
  return new BuildpackError(
    "mirror/relative",
    `BEAMPACK_MIRROR is neither a URL nor an absolute path: ${printable(mirror)}`,
    { help: /:\/\/|@/.test(mirror) ? asUrl : asFolder },
  )
}

const asUrl = prose`
  A URL begins with https:// or http://, and / ? # @ : in its user or password are written as %2F %3F %23 %40 %3A,
  for example:

      BEAMPACK_MIRROR=https://user:pass%2Fword@mirror.example
`

const asFolder = prose`
  A relative folder would mean another place in every step of the build.

  Give an http(s) URL or the folder's whole path, for example:

      BEAMPACK_MIRROR=/srv/beampack-mirror
`

function missing(path: string): BuildpackError {
  const folder = printable(path)
  return new BuildpackError("mirror/missing", `BEAMPACK_MIRROR names a folder that is not there: ${folder}`, {
    help: prose`
      Make it with:

          beampack mirror ${folder}

      (with --from-apt on a Debian or Ubuntu that cannot reach upstream),
      or unset BEAMPACK_MIRROR to install from builds.hex.pm and nodejs.org.

      Is it there, but not for this build? Its user has to be able to read it, and pack hands
      folders of your machine on when it is told: pack build --volume ${folder}:${folder}:ro
    `,
  })
}
