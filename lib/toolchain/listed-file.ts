import type { Artifact, Digest, RuntimeName } from "../core/runtime.ts"
import type { BuildIndex } from "../versions/builds-txt.ts"
import { installPath, installsIndexOf, type MixTool, parseInstalls } from "../versions/hex-index.ts"
import { listedDigest } from "../versions/shasums.ts"
import { elixirUrl, nodeFile, nodeFolder, otpFolder, otpUrl, toolUrl } from "./file-urls.ts"
import type { ReadIndex } from "./index-text.ts"
import { loadElixirIndex, loadInstalls, loadNodeDigests, loadOtpIndex } from "./indexes.ts"
import type { Search } from "./search.ts"

/** The file of a version, as the index of a platform lists it. */
export interface ListedFile {
  readonly url: string
  /** Absent when the index has none. */
  readonly digest?: Digest | undefined
}

/** Where versions are looked up. */
type Place = Pick<Search, "origins" | "platform">

/** The file of this very version now; undefined when it is not listed, or its index cannot be had. */
export async function listedFile(
  { name, ref }: Pick<Artifact, "name" | "ref">,
  place: Place,
  read: ReadIndex<undefined>,
): Promise<ListedFile | undefined> {
  return lookups[name](ref, place, read)
}

type Lookup = (ref: string, place: Place, read: ReadIndex<undefined>) => Promise<ListedFile | undefined>

const lookups: Readonly<Record<RuntimeName, Lookup>> = {
  erlang: async (ref, { origins, platform: { arch, ubuntu } }, read) => {
    if (ubuntu === undefined) return undefined
    const folder = otpFolder(origins, { arch, ubuntu })
    return listedBuild(ref, otpUrl(folder, ref), await loadOtpIndex(folder, read))
  },
  elixir: async (ref, { origins }, read) =>
    listedBuild(ref, elixirUrl(origins, ref), await loadElixirIndex(origins, read)),
  hex: (ref, place, read) => listedTool("hex", ref, place, read),
  rebar3: (ref, place, read) => listedTool("rebar3", ref, place, read),
  node: async (ref, { origins, platform }, read) => {
    const folder = nodeFolder(origins, ref)
    const file = nodeFile(ref, platform.arch)
    const sums = await loadNodeDigests(folder, ref.replace(/^v/, ""), read)
    const digest = sums && listedDigest(sums.text, file)
    return digest && { url: `${folder}/${file}`, digest }
  },
}

function listedBuild(ref: string, url: string, index: BuildIndex | undefined): ListedFile | undefined {
  const build = index?.entries.find((entry) => entry.ref === ref)
  if (build === undefined) return undefined
  return { url, digest: build.sha256 === undefined ? undefined : { algorithm: "sha256", hex: build.sha256 } }
}

async function listedTool(
  tool: MixTool,
  ref: string,
  { origins }: Place,
  read: ReadIndex<undefined>,
): Promise<ListedFile | undefined> {
  const index = await loadInstalls(origins, tool, installsIndexOf(tool, ref), read)
  const row = index && parseInstalls(index.text).find((one) => installPath(tool, one) === ref)
  return row && { url: toolUrl(origins, ref), digest: { algorithm: "sha512", hex: row.sha512 } }
}
