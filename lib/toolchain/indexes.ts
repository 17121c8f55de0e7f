import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { runtimeTitles } from "../core/runtime.ts"
import type { Arch } from "../core/target.ts"
import { printable } from "../io/location.ts"
import { type BuildIndex, parseBuildsTxt } from "../versions/builds-txt.ts"
import { installsIndex, type MixTool } from "../versions/hex-index.ts"
import { type NodeIndex, parseNodeIndex } from "../versions/node-index.ts"
import type { ReadIndex } from "./index-text.ts"
import type { Origins } from "./origins.ts"
import type { UbuntuRelease } from "./ubuntu.ts"

/** An index that is not parsed yet, and where it was read, for messages. */
interface IndexText {
  readonly source: string
  readonly text: string
}

/** The folder of the OTP builds for one platform. */
export function otpFolder(origins: Origins, arch: Arch, release: UbuntuRelease): string {
  return `${origins.hex}/builds/otp/${arch}/ubuntu-${release}`
}

/** Reads the list of OTP builds in such a folder. */
export async function loadOtpIndex(folder: string, read: ReadIndex): Promise<BuildIndex> {
  const url = `${folder}/builds.txt`
  return parseBuildsTxt(await readIndex(url, runtimeTitles.erlang, read), printable(url))
}

/** Reads the list of Elixir builds. */
export async function loadElixirIndex(origins: Origins, read: ReadIndex): Promise<BuildIndex> {
  const url = `${origins.hex}/builds/elixir/builds.txt`
  return parseBuildsTxt(await readIndex(url, runtimeTitles.elixir, read), printable(url))
}

/** Reads the list of Hex or rebar3 builds that this Elixir's own Mix would read; its text is not parsed yet. */
export async function loadInstalls(
  origins: Origins,
  tool: MixTool,
  elixir: string,
  read: ReadIndex,
): Promise<IndexText> {
  const url = `${origins.hex}/installs/${installsIndex(tool, elixir)}`
  return { source: printable(url), text: await readIndex(url, runtimeTitles[tool], read) }
}

/** Reads the list of Node.js releases. */
export async function loadNodeIndex(origins: Origins, read: ReadIndex): Promise<NodeIndex> {
  const url = `${origins.node}/dist/index.json`
  return parseNodeIndex(await readIndex(url, runtimeTitles.node, read), printable(url))
}

/** Reads the digests of one Node.js release's files. */
export async function loadNodeDigests(folder: string, version: string, read: ReadIndex): Promise<IndexText> {
  const url = `${folder}/SHASUMS256.txt`
  return { source: printable(url), text: await read(url, `digests of ${runtimeTitles.node} ${version}`) }
}

async function readIndex(url: string, title: string, read: ReadIndex): Promise<string> {
  try {
    return await read(url, `list of ${title} versions`)
  } catch (error) {
    if (error instanceof BuildpackError && error.id === "download/not-found") throw missing(url, title, error)
    throw error
  }
}

function missing(url: string, title: string, cause: BuildpackError): BuildpackError {
  return new BuildpackError("index/missing", `The list of ${title} versions is not there: ${printable(url)}`, {
    help: prose`
      The app needs ${title}, and this list says which versions there are, with their digests.

      If BEAMPACK_MIRROR is set, that mirror lacks ${title} for this platform: add it with "beampack mirror",
      or unset BEAMPACK_MIRROR to install from builds.hex.pm and nodejs.org.
    `,
    cause,
  })
}
