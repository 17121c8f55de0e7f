import { readApp } from "../app/app.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import type { Bill } from "../core/component.ts"
import type { Artifact } from "../core/runtime.ts"
import { runtimeLayers } from "../core/runtime-component.ts"
import { mixComponents } from "../mix/components.ts"

/** What this buildpack has installed and, unless a later one of ours makes the release, built. */
export async function elixirBill(request: BuildRequest, runtimes: readonly Artifact[]): Promise<Bill> {
  const layers = runtimeLayers(runtimes)
  if (request.group.at(-1) !== "beampack/elixir") return { layers }
  const erlang = runtimes.find(({ name }) => name === "erlang")?.version.value
  return { layers, app: await mixComponents(await readApp(request.app), request, erlang) }
}
