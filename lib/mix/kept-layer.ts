import { mixTarget } from "../app/releases.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import type { LayerSpec } from "../core/layer.ts"
import { type LayerWords, layoutWord } from "../core/layer-change.ts"
import type { Artifact, RuntimeName } from "../core/runtime.ts"
import { compilerTrace } from "./compiler-variables.ts"
import { mixEnvironment } from "./environment.ts"

/** Raised when what the layer holds changes in a way that its files do not show. */
const LAYOUT = "4"

/** What decides about it, beside the runtimes. */
type Wish = Pick<BuildRequest, "app" | "purpose" | "env" | "target">

/** The layer with what was compiled: each of these makes what was compiled before useless when it is another. */
export function keptLayer(artifacts: readonly Artifact[], request: Wish): LayerSpec {
  const { app, env, target } = request
  const find = (wanted: RuntimeName): Artifact | undefined => artifacts.find(({ name }) => name === wanted)
  const [erlang, elixir] = [find("erlang"), find("elixir")]
  return {
    name: "mix-build",
    scope: "build",
    metadata: {
      elixir: elixir?.version.value ?? "",
      erlang: erlang?.version.value ?? "",
      digests: `${elixir?.digest.hex} ${erlang?.digest.hex}`,
      distro: `${target.distro.name} ${target.distro.version}`,
      arch: target.arch,
      mixEnv: mixEnvironment(request),
      mixTarget: mixTarget(env),
      // A path, since Mix notes it in what it compiles.
      folder: app,
      layout: LAYOUT,
      compilers: compilerTrace(env),
    },
  }
}

/** What was compiled by another of them is compiled anew. */
export const keptWords: LayerWords = {
  elixir: (version) => `what the cache has was compiled with Elixir ${version}`,
  erlang: (version) => `what the cache has was compiled with Erlang/OTP ${version}`,
  digests: () => "what the cache has was compiled with another build of Elixir or Erlang/OTP",
  distro: (distro) => `what the cache has was compiled on ${distro}`,
  arch: (arch) => `what the cache has was compiled for ${arch}`,
  mixEnv: (mixEnv) => `what the cache has was compiled for MIX_ENV=${mixEnv}`,
  mixTarget: (name) => `what the cache has was compiled for MIX_TARGET=${name}`,
  folder: (folder) => `what the cache has was compiled in ${folder}`,
  ...layoutWord,
  compilers: () => "what the cache has was compiled with another CFLAGS, ERL_COMPILER_OPTIONS or the like",
}
