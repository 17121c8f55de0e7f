import type { App } from "../app/app.ts"
import type { BuildpackConfig } from "../app/buildpack-config.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import { applyDeltas } from "../core/env.ts"
import type { Foresight } from "../core/foresight.ts"
import type { Artifact, RuntimeName, RuntimeRequest } from "../core/runtime.ts"
import type { Step } from "../core/step.ts"
import { foreseenDeltas, mixDeltas } from "../mix/environment.ts"
import { lastingMix } from "../mix/lasting-mix.ts"
import { foreseenScripts } from "../mix/lasting-scripts.ts"
import { foreseenChanges, installRuntimes } from "../toolchain/install.ts"
import { requestRuntime, sourceWarnings } from "../versions/source.ts"
import { beamVersions } from "./versions.ts"

/**
 * What the app needs to be compiled: Hex and rebar3 only when its dependencies do. Tells what is wrong with the files that
 * do not decide; throws what is wrong with one that does.
 */
export async function runtimeRequests(
  app: App,
  config: BuildpackConfig,
  request: Pick<BuildRequest, "env" | "target" | "output">,
): Promise<readonly RuntimeRequest[]> {
  const sources = await beamVersions(app, config, request)
  const names = runtimeNames(app)
  const requests = names.map((name) => requestRuntime(name, sources))
  for (const text of sourceWarnings(names, sources)) request.output({ kind: "warning", text })
  return requests
}

function runtimeNames({ lock, dependencies }: App): readonly RuntimeName[] {
  // Without a lock it is not known where the dependencies come from; nearly all come from Hex.
  const unlocked = lock === undefined && dependencies.length > 0
  const hex = unlocked || (lock?.hex.length ?? 0) > 0
  // How git dependencies are built is told by no lock.
  const rebar3 = unlocked || (lock?.managers.has("rebar3") ?? false) || (lock?.git.length ?? 0) > 0
  return ["erlang", "elixir", ...(hex ? (["hex"] as const) : []), ...(rebar3 ? (["rebar3"] as const) : [])]
}

/** Installs the runtimes side by side. `launch`: the app runs on them, since it carries none in a release. */
export function runtimesStep(artifacts: readonly Artifact[], options: { readonly launch: boolean }): Step {
  return {
    name: "runtimes",
    title: "Installing Erlang/OTP and Elixir",
    needs: [],
    run: async (context) => {
      const installed = await installRuntimes(artifacts, context, options)
      const deltas = [...(await mixDeltas(context)), ...installed.flatMap((layer) => layer.deltas)]
      const mix = context.lasting.of(lastingMix)
      // The one that was foreseen may run on what a build that takes nothing from the cache has just replaced.
      if (!installed.every(({ layer }) => layer.restored)) await mix.renew()
      await mix.prepare({ ...context, env: applyDeltas(context.env, deltas, "build") })
      return deltas
    },
  }
}

/** Has Mix start on the runtimes of the last build, which are most likely those of this one: it takes as long as planning. */
export async function foreseeMix(foresight: Foresight): Promise<void> {
  const scripts = await foreseenScripts(foresight)
  const deltas = await foreseenDeltas(foresight)
  if (scripts === undefined || deltas === undefined) return
  const runtimes = await foreseenChanges(["erlang", "elixir", "hex", "rebar3"], foresight)
  const env = applyDeltas(foresight.env, [...deltas, ...runtimes], "build")
  foresight.lasting.of(lastingMix).foresee({ ...foresight, env, scripts })
}
