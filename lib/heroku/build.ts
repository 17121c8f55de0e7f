import { join } from "node:path"
import { buildEnv } from "../core/build-env.ts"
import type { BuildPlan, Buildpack, BuildRequest } from "../core/buildpack.ts"
import type { Env, EnvDelta } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import { planBuild, wantsFreshCache } from "../core/plan.ts"
import type { Purpose } from "../core/purpose.ts"
import { runSteps } from "../core/schedule.ts"
import type { Step } from "../core/step.ts"
import { readLock } from "../io/lock-file.ts"
import { readTarget } from "../io/machine.ts"
import { type MemoryFiles, memoryFiles } from "../io/memory-files.ts"
import { readEnvDir } from "./env-dir.ts"
import { type HookDirs, hookDirs } from "./hook-dirs.ts"
import { type ClassicLayers, classicLayers, heldMetadata } from "./layers.ts"
import type { Findings } from "./report.ts"
import { withReport } from "./report-file.ts"

/** What a hook is started with. */
export interface Hook {
  /** The buildpack's own folder, and its id and version from buildpack.toml. */
  readonly root: string
  readonly id: string
  readonly version: string
  readonly buildpacks: readonly Buildpack[]
  readonly args: readonly string[]
  readonly env: Env
  readonly output: Output
  readonly signal: AbortSignal
}

/** A build whose steps are done. */
export interface Built {
  readonly request: BuildRequest
  readonly plans: readonly BuildPlan[]
  readonly layers: ClassicLayers
  readonly deltas: readonly EnvDelta[]
}

/** Where Heroku and its like put what was built. */
export const runtimePath = "/app"

const hookNames = { production: "bin/compile", test: "bin/test-compile" } as const satisfies Record<Purpose, string>

/** Plans the build of BUILD_DIR and runs its steps; `finish` writes what the platform reads. Leaves a report, also of a failure. */
export async function build(hook: Hook, purpose: Purpose, finish: (built: Built) => Promise<void>): Promise<void> {
  const dirs = await hookDirs(hookNames[purpose], hook.args)
  await withReport(dirs.cache, { ...hook, purpose }, async (note) => {
    await finish(await runBuild(hook, await readRequest(hook, purpose, dirs, note), dirs, note))
    // A platform that ended the build while its result was written does not want to hear that it went well.
    hook.signal.throwIfAborted()
  })
}

type Note = (more: Findings) => void

type ClassicRequest = BuildRequest & { readonly indexes: MemoryFiles }

async function readRequest(hook: Hook, purpose: Purpose, dirs: HookDirs, note: Note): Promise<ClassicRequest> {
  const configVars = await readEnvDir(dirs.env, hook.output)
  note({ configVars })
  // Config vars win over what the platform has.
  const env = buildEnv({ ...hook.env, ...configVars })
  const target = await readTarget(env)
  note({ target })
  const group = hook.buildpacks.map((buildpack) => buildpack.id)
  const indexes = memoryFiles(join(dirs.cache, "beampack", "indexes"), (name) => heldMetadata(dirs.cache, name))
  const { output, signal } = hook
  const { build: app } = dirs
  const lock = await readLock(app)
  return { app, runtimePath, purpose, env, target, output, signal, group, openEnded: true, indexes, lock }
}

async function runBuild({ buildpacks }: Hook, request: ClassicRequest, dirs: HookDirs, note: Note): Promise<Built> {
  const { app, purpose, env, target, output, signal, indexes } = request
  const plans = await planBuild(buildpacks, request)
  note({ plans })
  await indexes.save()

  const layers = classicLayers(dirs.cache, { fresh: wantsFreshCache(plans, output) })
  const durations = new Map<string, number>()
  const steps = plans.flatMap((plan) => plan.steps).map((step) => timed(step, durations))
  try {
    const deltas = await runSteps(steps, { app, purpose, env, target, layers, output, signal })
    return { request, plans, layers, deltas }
  } finally {
    note({ durations, layers: layers.usedLayers() })
  }
}

/** The step, noting how many milliseconds it took, also when it fails. */
function timed(step: Step, durations: Map<string, number>): Step {
  return {
    ...step,
    run: async (context) => {
      const began = performance.now()
      try {
        return await step.run(context)
      } finally {
        durations.set(step.name, performance.now() - began)
      }
    },
  }
}
