import type { RuntimeName, RuntimeRequest } from "../core/runtime.ts"
import { type BeamChoice, chooseBeam } from "../versions/beam.ts"
import type { BuildIndex } from "../versions/builds-txt.ts"
import type { Choice } from "../versions/choice.ts"
import type { MixTool } from "../versions/hex-index.ts"
import { chooseMixTool } from "../versions/mix-tool.ts"
import { chooseNode } from "../versions/node.ts"
import { nodeArch } from "../versions/node-index.ts"
import { mayBeElsewhere, notForStack, type OtherPlatform, type OtpPlatform } from "../versions/not-for-stack.ts"
import { chooseOtp } from "../versions/otp-alone.ts"
import { digestIn } from "../versions/shasums.ts"
import type { ReadIndex } from "./index-text.ts"
import { loadElixirIndex, loadInstalls, loadNodeDigests, loadNodeIndex, loadOtpIndex, otpFolder } from "./indexes.ts"
import type { Platform } from "./lock-place.ts"
import type { Origins } from "./origins.ts"

/** What is wanted, for which platform, and where to look. */
export interface Search {
  readonly requests: readonly RuntimeRequest[]
  readonly origins: Origins
  readonly platform: Platform
}

/** A version that was chosen from its index, and where its file is. */
export interface Found {
  readonly name: RuntimeName
  readonly choice: Choice
  readonly url: string
}

/** How indexes are read. */
export interface Reading {
  readonly read: ReadIndex
  /** The OTP builds for other platforms, to say where a version is that this one lacks; absent where nobody is told. */
  readonly elsewhere?: ((here: OtpPlatform) => Promise<readonly OtherPlatform[]>) | undefined
}

/** Finds all that is wanted in the indexes, and reads no others. */
export async function searchIndexes(search: Search, reading: Reading): Promise<readonly Found[]> {
  const found = await Promise.all([findBeam(search, reading), findNode(search, reading.read)])
  return found.flat().filter(({ name }) => requestFor(name, search) !== undefined)
}

/** The request for a runtime, if it is wanted. */
export function requestFor(name: RuntimeName, { requests }: Search): RuntimeRequest | undefined {
  return requests.find((request) => request.name === name)
}

async function findBeam(search: Search, reading: Reading): Promise<readonly Found[]> {
  const { origins, platform } = search
  const { arch, ubuntu } = platform
  if (ubuntu === undefined || search.requests.every(({ name }) => name === "node")) return []
  const here = { arch, ubuntu }
  const { read } = reading
  const folder = otpFolder(origins, arch, ubuntu)
  const erlang = requestFor("erlang", search)
  const otp = (choice: Choice): Found => ({ name: "erlang", choice, url: `${folder}/${choice.ref}.tar.gz` })
  const needsElixir = (["elixir", "hex", "rebar3"] as const).some((name) => requestFor(name, search) !== undefined)
  if (!needsElixir) {
    return [otp(await choosing(await loadOtpIndex(folder, read), (index) => chooseOtp(index, erlang), here, reading))]
  }
  const [otpIndex, elixirIndex] = await Promise.all([loadOtpIndex(folder, read), loadElixirIndex(origins, read)])
  const wishes = { erlang, elixir: requestFor("elixir", search) }
  const beam = await choosing(otpIndex, (index) => chooseBeam(index, elixirIndex, wishes), here, reading)
  const url = `${origins.hex}/builds/elixir/${beam.elixir.ref}.zip`
  const tools = await Promise.all([findMixTool("hex", beam, search, read), findMixTool("rebar3", beam, search, read)])
  return [otp(beam.erlang), { name: "elixir", choice: beam.elixir, url }, ...tools.flat()]
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
    if (elsewhere === undefined || !mayBeElsewhere(error)) throw error
    throw notForStack(error, here, await elsewhere(here), choose)
  }
}

async function findMixTool(
  name: MixTool,
  beam: BeamChoice,
  search: Search,
  read: ReadIndex,
): Promise<readonly Found[]> {
  const request = requestFor(name, search)
  if (request === undefined) return []
  const index = await loadInstalls(search.origins, name, beam.host.elixir, read)
  const choice = chooseMixTool(name, index, beam.host, request)
  return [{ name, choice, url: `${search.origins.hex}/installs/${choice.ref}` }]
}

async function findNode(search: Search, read: ReadIndex): Promise<readonly Found[]> {
  const request = requestFor("node", search)
  if (request === undefined) return []
  const { origins, platform } = search
  const choice = chooseNode(await loadNodeIndex(origins, read), platform.arch, request)
  const version = choice.version.value
  const folder = `${origins.node}/dist/v${version}`
  const file = `node-v${version}-linux-${nodeArch[platform.arch]}.tar.gz`
  const sums = await loadNodeDigests(folder, version, read)
  return [
    { name: "node", choice: { ...choice, digest: digestIn(sums.text, file, sums.source) }, url: `${folder}/${file}` },
  ]
}
