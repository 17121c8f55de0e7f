import { readApp } from "../app/app.ts"
import type { Buildpack } from "../core/buildpack.ts"
import { builtLaunch, mixFacts, plannedLaunch, planRelease, releaseSteps } from "../mix/release.ts"
import { findArtifacts } from "../toolchain/find.ts"
import { compileStep } from "./compile.ts"
import { elixirConfig } from "./config.ts"
import { depsStep } from "./deps.ts"
import { runtimeRequests, runtimesStep } from "./runtimes.ts"
import { testCommand } from "./tests.ts"

const id = "beampack/elixir"

/** Erlang/OTP, Elixir, dependencies, compilation, and the release unless a later buildpack of the build makes it. */
export const elixir: Buildpack = {
  id,
  plan: async (request) => {
    const app = await readApp(request.app)
    const { versions, hooks, testArgs } = elixirConfig(app, request.env)
    const release = planRelease(app, request)
    const runtimes = await findArtifacts(runtimeRequests(app, versions), request)
    const isLast = request.group.at(-1) === id
    return {
      buildpack: id,
      runtimes,
      steps: [
        runtimesStep(runtimes, { launch: release.kind === "none" }),
        depsStep(app, hooks),
        compileStep(app, hooks),
        ...(isLast ? releaseSteps(release) : []),
      ],
      launch: plannedLaunch(app, release, request),
      test: request.purpose === "test" ? testCommand(testArgs) : undefined,
      facts: mixFacts(app, release, request),
    }
  },
  launch: builtLaunch,
}
