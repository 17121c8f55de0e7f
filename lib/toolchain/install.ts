import { dirname, join } from "node:path"
import type { Env, EnvDelta } from "../core/env.ts"
import type { Layer, LayerSpec, LayerStore } from "../core/layer.ts"
import type { Output } from "../core/output.ts"
import type { Artifact, RuntimeName } from "../core/runtime.ts"
import type { Target } from "../core/target.ts"
import { remove } from "../io/files.ts"
import { runtimeTitles } from "../versions/titles.ts"
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

/**
 * Puts a runtime into its layer: one of the cache when it holds just this artifact, else downloaded, verified, and only
 * then unpacked. A failure leaves the layer open, so that the next build discards it.
 */
export async function installRuntime(
  artifact: Artifact,
  context: InstallContext,
  options: { readonly launch: boolean },
): Promise<Installed> {
  const runtime = await runtimes[artifact.name]()
  const layer = await context.layers.open(layerSpec(artifact, context.target, options.launch))
  const title = `${runtimeTitles[artifact.name]} ${artifact.version.value}`
  if (layer.restored) {
    context.output({ kind: "detail", text: `Using ${title} from the cache` })
  } else {
    context.output({ kind: "detail", text: `Installing ${title}` })
    await fill(artifact, runtime, layer, context)
    await context.layers.close(layer)
  }
  const scope = options.launch ? "all" : "build"
  const changes = Object.entries(runtime.changes(layer))
  return { layer, deltas: changes.map(([name, change]) => ({ scope, name, change })) }
}

function layerSpec(artifact: Artifact, target: Target, launch: boolean): LayerSpec {
  const { name, version, digest } = artifact
  const distro = `${target.distro.name} ${target.distro.version}`
  return {
    name,
    launch,
    metadata: { version: version.value, digest: digest.hex, arch: target.arch, distro, layout: LAYOUT },
  }
}

async function fill(artifact: Artifact, runtime: Runtime, layer: Layer, context: InstallContext): Promise<void> {
  const { download } = await import("../io/download.ts")
  // Beside the layer: on the same disk, and under a name that the next try would replace.
  const file = join(dirname(layer.path), `.${artifact.name}.download`)
  try {
    await download(artifact.url, file, artifact.digest, context)
    await runtime.fill(file, layer, context)
  } finally {
    await remove(file)
  }
}
