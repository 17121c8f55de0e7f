import type { BuildRequest } from "../core/buildpack.ts"
import type { Artifact } from "../core/runtime.ts"
import type { KeptBuild } from "./kept-build.ts"
import { planKept } from "./kept-place.ts"

const nothing: KeptBuild = { restore: [], keep: [], compiling: (_, work) => work(), discard: async () => false }

/** What of an app's build is kept for the next one, by the steps that it takes; most of it is loaded only then. */
export async function planKeptBuild(
  runtimes: readonly Artifact[],
  request: BuildRequest,
  options: { readonly tools: boolean },
): Promise<KeptBuild> {
  const place = await planKept(request)
  if (place.kind === "none") return nothing
  const [{ keptBuild }, { keptLayer }] = await Promise.all([import("./kept-build.ts"), import("./kept-layer.ts")])
  return keptBuild(place.build, keptLayer(runtimes, request), options)
}
