import { readApp } from "../app/app.ts"
import type { Buildpack } from "../core/buildpack.ts"
import { describeOrigin } from "../core/setting.ts"
import { planKeptBuild } from "../mix/kept.ts"
import { builtLaunch, plannedLaunch } from "../mix/launch.ts"
import { mixFacts, planRelease, releaseSteps, runsOnMix } from "../mix/release.ts"
import { returnSteps, settleSteps } from "../mix/runtime-path.ts"
import { taskPrograms } from "../mix/task-programs.ts"
import { findArtifacts } from "../toolchain/find.ts"
import { compileStep } from "./compile.ts"
import { elixirConfig } from "./config.ts"
import { dependenciesOf, depsStep } from "./deps.ts"
import { hookCalls, hookSteps } from "./late-hooks.ts"
import { foreseeMix, runtimeRequests, runtimesStep } from "./runtimes.ts"
import { testCommand } from "./tests.ts"
import { whyTasksVary, whyUnrepeatable } from "./unrepeatable.ts"

const id = "beampack/elixir"

/** Erlang/OTP, Elixir, dependencies, compilation, and the release unless a later buildpack of the build makes it. */
export const elixir: Buildpack = {
  id,
  compiles: true,
  foresee: foreseeMix,
  plan: async (request) => {
    const app = await readApp(request.app)
    const { hooks, testArgs, freshCache, cacheLimit, settings, notes } = elixirConfig(app, request.env)
    notes.forEach(request.output)
    const release = await planRelease(app, request)
    if (release.kind === "none" && release.origin.kind !== "default") {
      request.output({ kind: "detail", text: `No release is made (${describeOrigin(release.origin)})` })
    }
    const runtimes = await findArtifacts(await runtimeRequests(app, settings, request), { ...request, freshCache })
    const onMix = runsOnMix(app, release)
    const isLast = request.group.at(-1) === id
    const kept = await planKeptBuild(runtimes, request, { tools: isLast })
    const dependencies = dependenciesOf(app, runtimes)
    const programs = taskPrograms({ name: "hook-programs", calls: hookCalls(hooks) }, app, request)
    const ownRelease = isLast ? releaseSteps(app, release, request) : []
    return {
      buildpack: id,
      runtimes,
      steps: [
        runtimesStep(runtimes, { launch: onMix }),
        ...kept.restore,
        ...(await returnSteps(app)),
        ...dependencies.packages,
        depsStep(app, hooks, kept, dependencies),
        compileStep(app, hooks, { kept, dependencies, runtimes }),
        ...programs.steps,
        ...hookSteps(hooks, ownRelease, programs),
        ...kept.keep,
        ...(isLast ? settleSteps(app, request, { onMix }) : []),
      ],
      launch: plannedLaunch(app, release, request),
      test: request.purpose === "test" ? testCommand(testArgs) : undefined,
      facts: mixFacts(app, release, request),
      freshCache,
      unrepeatable: whyUnrepeatable(app, hooks) ?? (await whyTasksVary(app)),
      cacheLimit,
    }
  },
  launch: async (request) => {
    const spec = await builtLaunch(await readApp(request.app), request)
    return request.openEnded ? { ...spec, files: undefined } : spec
  },
  bill: async (request, runtimes) => (await import("./bill.ts")).elixirBill(request, runtimes),
}
