import type { BuildPlan, Buildpack, BuildRequest } from "../core/buildpack.ts"
import type { Env, EnvDelta } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import type { Purpose } from "../core/purpose.ts"
import { type Artifact, runtimeTitles } from "../core/runtime.ts"
import { runSteps } from "../core/schedule.ts"
import { describeOrigin } from "../core/setting.ts"
import type { Step } from "../core/step.ts"
import { readTarget } from "../io/machine.ts"
import { readEnvDir } from "./env-dir.ts"
import { type HookDirs, hookDirs } from "./hook-dirs.ts"
import { type ClassicIndexMemory, classicIndexMemory } from "./index-memory.ts"
import { type ClassicLayers, classicLayers } from "./layers.ts"
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

type ClassicRequest = BuildRequest & { readonly indexes: ClassicIndexMemory }

async function readRequest(hook: Hook, purpose: Purpose, dirs: HookDirs, note: Note): Promise<ClassicRequest> {
  const configVars = await readEnvDir(dirs.env, hook.output)
  note({ configVars })
  const env = buildEnv(hook.env, configVars)
  const target = await readTarget(env)
  note({ target })
  const group = hook.buildpacks.map((buildpack) => buildpack.id)
  const indexes = classicIndexMemory(dirs.cache)
  const { output, signal } = hook
  return { app: dirs.build, runtimePath, purpose, env, target, output, signal, group, indexes }
}

async function runBuild({ buildpacks }: Hook, request: ClassicRequest, dirs: HookDirs, note: Note): Promise<Built> {
  const { app, purpose, env, target, output, signal, group, indexes } = request
  output({ kind: "step", text: `Planning the build (${group.join(", ")})` })
  const plans = await Promise.all(buildpacks.map((buildpack) => buildpack.plan(request)))
  note({ plans })
  describeRuntimes(
    plans.flatMap((plan) => plan.runtimes),
    output,
  )
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

function wantsFreshCache(plans: readonly BuildPlan[], output: Output): boolean {
  const wishes = plans.flatMap(({ freshCache }) => (freshCache?.value ? [freshCache] : []))
  for (const { origin } of wishes) {
    output({ kind: "detail", text: `Nothing is taken from the cache (${describeOrigin(origin)})` })
  }
  return wishes.length > 0
}

/**
 * Config vars win over what the platform has; git's own variables would mislead every git that we start, and Mix takes an
 * empty variable for a value.
 */
function buildEnv(platformEnv: Env, configVars: Env): Env {
  const env = Object.entries({ ...platformEnv, ...configVars })
  return Object.fromEntries(env.filter(([name, value]) => name !== "GIT_DIR" && !(value === "" && /^MIX_/.test(name))))
}

function describeRuntimes(runtimes: readonly Artifact[], output: Output): void {
  for (const { name, version } of runtimes) {
    output({ kind: "detail", text: `${runtimeTitles[name]} ${version.value} (${describeOrigin(version.origin)})` })
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
