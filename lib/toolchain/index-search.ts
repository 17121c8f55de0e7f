import type { Artifact, Digest, RuntimeName } from "../core/runtime.ts"
import type { OtpPlatform } from "../core/stacks.ts"
import { chooseBeam } from "../versions/beam.ts"
import type { BuildIndex } from "../versions/builds-txt.ts"
import type { Choice } from "../versions/choice.ts"
import { installsIndex, type MixTool, type MixToolHost } from "../versions/hex-index.ts"
import { chooseMixTool } from "../versions/mix-tool.ts"
import { chooseNode } from "../versions/node.ts"
import { mayBeElsewhere, notForStack, type OtherPlatform } from "../versions/not-for-stack.ts"
import { chooseOtp } from "../versions/otp-alone.ts"
import { digestIn } from "../versions/shasums.ts"
import { elixirUrl, nodeFile, nodeFolder, otpFolder, otpUrl, toolUrl } from "./file-urls.ts"
import type { ReadIndex } from "./index-text.ts"
import { loadElixirIndex, loadInstalls, loadNodeDigests, loadNodeIndex, loadOtpIndex } from "./indexes.ts"
import { requestFor, type Search } from "./search.ts"

/** A version that was chosen from its index, and where its file is; its digest as far as it is listed. */
export type Found = Omit<Artifact, "digest"> & { readonly digest?: Digest | undefined }

/** How indexes are read. */
export interface Reading {
  readonly read: ReadIndex
  /** The OTP builds for other platforms, to say where a version is that this one lacks. */
  readonly elsewhere: (here: OtpPlatform) => Promise<readonly OtherPlatform[]>
}

/** Runtimes that are found together: those that have to fit each other, and Node.js. */
export type Part = "beam" | "node"

/** Finds all that is wanted of one part in the indexes, and reads no others. */
export async function searchIndexes(part: Part, search: Search, reading: Reading): Promise<readonly Found[]> {
  const found = await searches[part](search, reading)
  return found.filter(({ name }) => requestFor(name, search) !== undefined)
}

const searches: Readonly<Record<Part, (search: Search, reading: Reading) => Promise<readonly Found[]>>> = {
  beam: findBeam,
  node: findNode,
}

async function findBeam(search: Search, reading: Reading): Promise<readonly Found[]> {
  const { origins, platform } = search
  const { arch, ubuntu } = platform
  if (ubuntu === undefined) return []
  const here = { arch, ubuntu }
  const { read } = reading
  const folder = otpFolder(origins, here)
  const erlang = requestFor("erlang", search)
  const otp = (choice: Choice): Found => found("erlang", choice, otpUrl(folder, choice.ref))
  if (search.requests.every(({ name }) => name === "erlang")) {
    return [otp(await choosing(await loadOtpIndex(folder, read), (index) => chooseOtp(index, erlang), here, reading))]
  }
  const [otpIndex, elixirIndex] = await Promise.all([loadOtpIndex(folder, read), loadElixirIndex(origins, read)])
  const wishes = { erlang, elixir: requestFor("elixir", search) }
  const beam = await choosing(otpIndex, (index) => chooseBeam(index, elixirIndex, wishes), here, reading)
  const elixir = found("elixir", beam.elixir, elixirUrl(origins, beam.elixir.ref))
  return [otp(beam.erlang), elixir, ...(await findMixTools(beam.host, search, read))]
}

/** Chooses from the OTP builds for the platform. Throws `version/not-for-stack` when others have what is asked for. */
async function choosing<Chosen>(
  index: BuildIndex,
  choose: (index: BuildIndex) => Chosen,
  here: OtpPlatform,
  { elsewhere }: Reading,
): Promise<Chosen> {
  try {
    return choose(index)
  } catch (error) {
    if (!mayBeElsewhere(error)) throw error
    throw notForStack(error, here, await elsewhere(here), choose)
  }
}

/** Finds what is wanted of Hex and rebar3 for an Elixir on an OTP. */
export async function findMixTools(host: MixToolHost, search: Search, read: ReadIndex): Promise<readonly Found[]> {
  const tools = (["hex", "rebar3"] as const).map((name) => findMixTool(name, host, search, read))
  return (await Promise.all(tools)).flat()
}

async function findMixTool(
  name: MixTool,
  host: MixToolHost,
  search: Search,
  read: ReadIndex,
): Promise<readonly Found[]> {
  const request = requestFor(name, search)
  if (request === undefined) return []
  const index = await loadInstalls(search.origins, name, installsIndex(name, host.elixir), read)
  const choice = chooseMixTool(name, index, host, request)
  return [found(name, choice, toolUrl(search.origins, choice.ref))]
}

async function findNode(search: Search, { read }: Reading): Promise<readonly Found[]> {
  const { origins, platform } = search
  const choice = chooseNode(await loadNodeIndex(origins, read), platform.arch, requestFor("node", search))
  const folder = nodeFolder(origins, choice.ref)
  const file = nodeFile(choice.ref, platform.arch)
  const sums = await loadNodeDigests(folder, choice.version.value, read)
  return [found("node", { ...choice, digest: digestIn(sums.text, file, sums.source) }, `${folder}/${file}`)]
}

function found(name: RuntimeName, choice: Choice, url: string): Found {
  return { name, ...choice, url }
}
