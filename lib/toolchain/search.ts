import type { Artifact, RuntimeName } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import type { Arch } from "../core/target.ts"
import { type BeamChoice, chooseBeam, chooseOtp } from "../versions/beam.ts"
import type { Choice } from "../versions/choice.ts"
import type { MixTool } from "../versions/hex-index.ts"
import { chooseMixTool } from "../versions/mix-tool.ts"
import { chooseNode, nodeArch } from "../versions/node-index.ts"
import { digestIn } from "../versions/shasums.ts"
import type { ReadIndex } from "./index-text.ts"
import { loadElixirIndex, loadInstalls, loadNodeDigests, loadNodeIndex, loadOtpIndex } from "./indexes.ts"
import type { Origins } from "./origins.ts"

/** What is wanted, for which platform, and where to look. */
export interface Search {
  readonly wanted: ReadonlySet<RuntimeName>
  readonly pins: Readonly<Partial<Record<RuntimeName, Setting<string> | undefined>>>
  readonly origins: Origins
  readonly arch: Arch
  /** The folder of the OTP builds for the platform; absent when only Node is wanted. */
  readonly otp?: string | undefined
}

/** Finds all that is wanted in the indexes as `read` gives them, and reads no others. */
export async function searchIndexes(search: Search, read: ReadIndex): Promise<readonly Artifact[]> {
  const found = await Promise.all([findBeam(search, read), findNode(search, read)])
  return found.flat().filter(({ name }) => search.wanted.has(name))
}

async function findBeam(search: Search, read: ReadIndex): Promise<readonly Artifact[]> {
  const { origins, wanted, pins, otp } = search
  if (otp === undefined) return []
  const otpArtifact = (choice: Choice) => artifact("erlang", choice, `${otp}/${choice.ref}.tar.gz`)
  const needsElixir = wanted.has("elixir") || wanted.has("hex") || wanted.has("rebar3")
  if (!needsElixir) return [otpArtifact(chooseOtp(await loadOtpIndex(otp, read), pins.erlang))]

  const [otpIndex, elixirIndex] = await Promise.all([loadOtpIndex(otp, read), loadElixirIndex(origins, read)])
  const beam = chooseBeam(otpIndex, elixirIndex, pins)
  const tools = await Promise.all([findMixTool("hex", beam, search, read), findMixTool("rebar3", beam, search, read)])
  const elixir = artifact("elixir", beam.elixir, `${origins.hex}/builds/elixir/${beam.elixir.ref}.zip`)
  return [otpArtifact(beam.erlang), elixir, ...tools.flat()]
}

async function findMixTool(
  tool: MixTool,
  beam: BeamChoice,
  { wanted, pins, origins }: Search,
  read: ReadIndex,
): Promise<readonly Artifact[]> {
  if (!wanted.has(tool)) return []
  const index = await loadInstalls(origins, tool, beam.host.elixir, read)
  const choice = chooseMixTool(tool, index, beam.host, pins[tool])
  return [artifact(tool, choice, `${origins.hex}/installs/${choice.ref}`)]
}

async function findNode({ wanted, pins, origins, arch }: Search, read: ReadIndex): Promise<readonly Artifact[]> {
  if (!wanted.has("node")) return []
  const version = chooseNode(await loadNodeIndex(origins, read), arch, pins.node)
  const folder = `${origins.node}/dist/v${version.value}`
  const file = `node-v${version.value}-linux-${nodeArch[arch]}.tar.gz`
  const sums = await loadNodeDigests(folder, version.value, read)
  return [{ name: "node", version, url: `${folder}/${file}`, digest: digestIn(sums.text, file, sums.source) }]
}

function artifact(name: RuntimeName, { version, asked, passedOver, digest }: Choice, url: string): Artifact {
  if (digest === undefined) throw new Error(`no digest of ${url}`)
  return { name, version, asked, passedOver, url, digest }
}
