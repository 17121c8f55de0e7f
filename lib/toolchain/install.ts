import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import type { Env, EnvDelta } from "../core/env.ts"
import type { Foresight } from "../core/foresight.ts"
import type { Layer, LayerScope, LayerSpec, LayerStore } from "../core/layer.ts"
import { type LayerWords, layoutWord, whyNotTaken } from "../core/layer-change.ts"
import type { Output } from "../core/output.ts"
import { type Artifact, type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import type { Target } from "../core/target.ts"
import { remove, temporaryBeside } from "../io/files.ts"
import { fileName } from "../io/location.ts"
import { explainMismatch } from "./locked-mismatch.ts"
import { explainMissing } from "./missing-file.ts"
import type { Runtime } from "./runtime.ts"

/** Where and for what a runtime is installed. */
export interface InstallContext {
  readonly env: Env
  readonly layers: LayerStore
  readonly output: Output
  readonly signal?: AbortSignal | undefined
  readonly target: Target
}

/** A runtime that is there, and what it changes for those who use it. */
export interface Installed {
  readonly layer: Layer
  readonly deltas: readonly EnvDelta[]
}

const runtimes: Readonly<Record<RuntimeName, () => Promise<Runtime>>> = {
  erlang: async () => (await import("./erlang.ts")).erlang,
  elixir: async () => (await import("./elixir.ts")).elixir,
  hex: async () => (await import("./hex.ts")).hex,
  rebar3: async () => (await import("./rebar3.ts")).rebar3,
  node: async () => (await import("./node.ts")).node,
}

/** Raised when what a layer holds changes in a way that its versions and digests do not show. */
const LAYOUT = "1"

/** Puts runtimes into their layers, side by side; the log names them in the given order. */
export async function installRuntimes(
  artifacts: readonly Artifact[],
  context: InstallContext,
  options: { readonly launch: boolean },
): Promise<readonly Installed[]> {
  const begun: Begun[] = []
  for (const artifact of artifacts) begun.push(await begin(artifact, context, options))
  return Promise.all(begun.map((one) => finish(one, context, options)))
}

/**
 * Puts a runtime into its layer: one of the cache when it holds just this artifact, else downloaded, verified, and only
 * then unpacked. Of a failure nothing is left.
 */
export async function installRuntime(
  artifact: Artifact,
  context: InstallContext,
  options: { readonly launch: boolean },
): Promise<Installed> {
  return finish(await begin(artifact, context, options), context, options)
}

/** What those of the runtimes change in the environment whose layers the last build has left. */
export async function foreseenChanges(
  names: readonly RuntimeName[],
  { held }: Pick<Foresight, "held">,
): Promise<readonly EnvDelta[]> {
  const all = names.map(async (name) => {
    const layer = await held(name)
    return layer === undefined ? [] : deltasOf(layer, await runtimes[name](), "build")
  })
  return (await Promise.all(all)).flat()
}

/** A runtime whose layer is open: what follows may take long. */
interface Begun {
  readonly artifact: Artifact
  readonly layer: Layer
}

async function begin(
  artifact: Artifact,
  { layers, output, target }: InstallContext,
  options: { readonly launch: boolean },
): Promise<Begun> {
  const layer = await layers.open(layerSpec(artifact, target, scopeOf(options)))
  const title = `${runtimeTitles[artifact.name]} ${artifact.version.value}`
  const why = whyNotTaken(layer, words)
  const installing = `Installing ${title}${why === undefined ? "" : ` (${why})`}`
  output({ kind: "detail", text: layer.restored ? `Using ${title} from the cache` : installing })
  return { artifact, layer }
}

async function finish(
  { artifact, layer }: Begun,
  context: InstallContext,
  options: { readonly launch: boolean },
): Promise<Installed> {
  const runtime = await runtimes[artifact.name]()
  if (!layer.restored) {
    await context.layers.fill(layer, (making) => fill(artifact, runtime, making, context))
  }
  return { layer, deltas: deltasOf(layer, runtime, scopeOf(options)) }
}

function deltasOf(layer: Pick<Layer, "path">, runtime: Runtime, scope: EnvDelta["scope"]): readonly EnvDelta[] {
  return Object.entries(runtime.changes(layer)).map(([name, change]) => ({ scope, name, change }))
}

function scopeOf({ launch }: { readonly launch: boolean }): "all" | "build" {
  return launch ? "all" : "build"
}

function layerSpec(artifact: Artifact, target: Target, scope: LayerScope): LayerSpec {
  const { name, version, digest } = artifact
  const distro = `${target.distro.name} ${target.distro.version}`
  return {
    name,
    scope,
    shared: true,
    metadata: { version: version.value, digest: digest.hex, arch: target.arch, distro, layout: LAYOUT },
  }
}

const words: LayerWords = {
  version: (version) => `the cache has ${version}`,
  distro: (distro) => `the cache has it for ${distro}`,
  arch: (arch) => `the cache has it for ${arch}`,
  digest: () => "the cache has another build of it",
  ...layoutWord,
}

async function fill(artifact: Artifact, runtime: Runtime, layer: Layer, context: InstallContext): Promise<void> {
  const { download } = await import("../io/download.ts")
  // Beside the layer, so on the same disk. Errors name the file, hence its own name in a folder of ours.
  const folder = temporaryBeside(layer.path)
  const file = join(folder, fileName(artifact.url))
  try {
    await mkdir(folder)
    // It is the largest that compiling waits for, and the others are unpacked while it is.
    const givesWay = artifact.name !== "erlang"
    await download(artifact.url, file, artifact.digest, { ...context, givesWay }).catch((error: unknown) => {
      throw explainMismatch(artifact, explainMissing(artifact, error))
    })
    await runtime.fill(file, layer, context)
  } finally {
    await remove(folder)
  }
}
