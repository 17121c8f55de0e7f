import type { Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import type { Artifact, RuntimeName, RuntimeRequest } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import type { Target } from "../core/target.ts"
import { readText } from "../io/download.ts"
import { printable } from "../io/location.ts"
import { type BeamChoice, chooseBeam, chooseOtp } from "../versions/beam.ts"
import type { Choice } from "../versions/choice.ts"
import type { MixTool } from "../versions/hex-index.ts"
import { chooseMixTool } from "../versions/mix-tool.ts"
import { chooseNode, nodeArch } from "../versions/node-index.ts"
import { digestIn } from "../versions/shasums.ts"
import { loadElixirIndex, loadInstalls, loadNodeIndex, loadOtpIndex, otpFolder } from "./indexes.ts"
import { type Origins, originsFrom } from "./origins.ts"
import { ubuntuFor } from "./ubuntu.ts"

/** What finding runtimes depends on. */
export interface FindContext {
  /** For BEAMPACK_MIRROR and the proxy. */
  readonly env: Env
  readonly target: Target
  readonly output: Output
  readonly signal?: AbortSignal | undefined
}

type Pins = Readonly<Partial<Record<RuntimeName, Setting<string> | undefined>>>

/** A search under way: what is wanted and where to look. */
interface Search extends FindContext {
  readonly origins: Origins
  readonly wanted: ReadonlySet<RuntimeName>
  readonly pins: Pins
}

/**
 * Finds the wanted runtimes in their indexes: versions that fit each other, each with its URL and digest, in the order
 * in which they build on each other. Reads only the indexes it needs; downloads no runtime.
 */
export async function findArtifacts(
  requests: readonly RuntimeRequest[],
  context: FindContext,
): Promise<readonly Artifact[]> {
  const wanted = new Set(requests.map(({ name }) => name))
  const pins: Pins = Object.fromEntries(requests.map(({ name, version }) => [name, version]))
  const search = { ...context, wanted, pins, origins: originsFrom(context.env) }
  const found = await Promise.all([findBeam(search), findNode(search)])
  return found.flat().filter(({ name }) => wanted.has(name))
}

async function findBeam(search: Search): Promise<readonly Artifact[]> {
  const { origins, wanted, pins } = search
  const needsElixir = wanted.has("elixir") || wanted.has("hex") || wanted.has("rebar3")
  if (!needsElixir && !wanted.has("erlang")) return []
  const { release, note } = ubuntuFor(search.target)
  if (note !== undefined) search.output({ kind: "warning", text: note })
  const folder = otpFolder(origins, search.target.arch, release)
  const otpArtifact = (choice: Choice) => artifact("erlang", choice, `${folder}/${choice.ref}.tar.gz`)
  if (!needsElixir) return [otpArtifact(chooseOtp(await loadOtpIndex(folder, search), pins.erlang))]

  const [otpIndex, elixirIndex] = await Promise.all([loadOtpIndex(folder, search), loadElixirIndex(origins, search)])
  const beam = chooseBeam(otpIndex, elixirIndex, pins)
  const tools = await Promise.all([findMixTool("hex", beam, search), findMixTool("rebar3", beam, search)])
  const elixir = artifact("elixir", beam.elixir, `${origins.hex}/builds/elixir/${beam.elixir.ref}.zip`)
  return [otpArtifact(beam.erlang), elixir, ...tools.flat()]
}

async function findMixTool(tool: MixTool, beam: BeamChoice, search: Search): Promise<readonly Artifact[]> {
  if (!search.wanted.has(tool)) return []
  const host = { elixir: beam.elixir.version.value, otpMajor: beam.otpMajor }
  const index = await loadInstalls(search.origins, tool, host.elixir, search)
  const choice = chooseMixTool(tool, index, host, search.pins[tool])
  return [artifact(tool, choice, `${search.origins.hex}/installs/${choice.ref}`)]
}

async function findNode(search: Search): Promise<readonly Artifact[]> {
  if (!search.wanted.has("node")) return []
  const { arch } = search.target
  const version = chooseNode(await loadNodeIndex(search.origins, search), arch, search.pins.node)
  const folder = `${search.origins.node}/dist/v${version.value}`
  const file = `node-v${version.value}-linux-${nodeArch[arch]}.tar.gz`
  const sums = `${folder}/SHASUMS256.txt`
  const digest = digestIn(await readText(sums, search), file, printable(sums))
  return [{ name: "node", version, url: `${folder}/${file}`, digest }]
}

function artifact(name: RuntimeName, choice: Choice, url: string): Artifact {
  return { name, version: choice.version, url, digest: choice.digest }
}
