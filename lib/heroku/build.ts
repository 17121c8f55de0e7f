import { buildEnv } from "../core/build-env.ts"
import type { BuildPlan, Buildpack, BuildRequest } from "../core/buildpack.ts"
import type { Env, EnvDelta } from "../core/env.ts"
import type { FormerLayer } from "../core/foresight.ts"
import { type Lasting, withLasting } from "../core/lasting.ts"
import type { Output } from "../core/output.ts"
import { movedEnv } from "../core/places.ts"
import { cacheLimitOf, planBuild, wantsFreshCache } from "../core/plan.ts"
import type { Purpose } from "../core/purpose.ts"
import { runSteps } from "../core/schedule.ts"
import type { Step, StepContext } from "../core/step.ts"
import { readLock } from "../io/lock-file.ts"
import { readTarget } from "../io/machine.ts"
import { type MemoryFiles, memoryFiles } from "../io/memory-files.ts"
import { tidyCache } from "./cache.ts"
import { inCache } from "./cache-folder.ts"
import { readEnvDir } from "./env-dir.ts"
import { heldLayer, heldMetadata } from "./held-layers.ts"
import { type HookDirs, hookDirs } from "./hook-dirs.ts"
import { type ClassicLayers, classicLayers } from "./layers.ts"
import { type Alone, whilePresent } from "./presence.ts"
import type { Findings, StepTime } from "./report.ts"
import { withReport } from "./report-file.ts"
import { isCheckout } from "./slug.ts"
import { atStablePlace, type Placed } from "./stable-place.ts"

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

/** A build that is about to begin. */
export interface Planned {
  readonly hook: Hook
  readonly dirs: HookDirs
  readonly request: ClassicRequest
  readonly plans: readonly BuildPlan[]
  readonly layers: ClassicLayers
  /** Whether nothing is to be taken from the cache. */
  readonly fresh: boolean
}

/** A build whose steps are done. */
export interface Built extends Planned {
  readonly deltas: readonly EnvDelta[]
}

/** What builds have of each other. */
export type Between = Pick<StepContext, "former" | "note">

/** What a hook adds to a build. */
interface Ends {
  /** Does without the steps, if it can, and tells whether it has. */
  readonly instead?: (planned: Planned) => Promise<boolean>
  /** What the steps are given of the last build, and may leave for the next one. */
  readonly between?: () => Promise<Between>
  /** Writes what the platform reads. */
  readonly finish: (built: Built) => Promise<void>
}

/** Where Heroku and its like put what was built. */
export const runtimePath = "/app"

const hookNames = { production: "bin/compile", test: "bin/test-compile" } as const satisfies Record<Purpose, string>

/** Plans the build of BUILD_DIR and runs its steps. Leaves a report, also of a failure. */
export async function build(hook: Hook, purpose: Purpose, { instead, between, finish }: Ends): Promise<void> {
  const dirs = await hookDirs(hookNames[purpose], hook.args)
  await withReport(dirs.cache, { ...hook, purpose }, async (note) => {
    const work = async (folder: Folder, alone: Alone): Promise<void> => {
      const request = await readRequest(hook, purpose, { dirs, folder, alone }, note)
      const built = await withLasting(async (lasting) => {
        await foresee(hook, request, { dirs, lasting })
        const planned = await planHook(hook, request, { dirs, alone }, note)
        if (await instead?.(planned)) return note({ layers: planned.layers.usedLayers(), reused: true })
        return runPlanned(planned, { ...(await between?.()), lasting }, note)
      })
      if (built === undefined) return
      await finish(built)
      await tidyCache(dirs.cache, built.layers, { limit: cacheLimitOf(built.plans), output: hook.output, alone })
    }
    await whilePresent(dirs.cache, (alone) => inFolder(hook, purpose, dirs, (folder) => work(folder, alone)))
    // A platform that ended the build while its result was written does not want to hear that it went well.
    hook.signal.throwIfAborted()
  })
}

/** Where the app is built. */
interface Folder extends Placed {
  readonly stable: boolean
}

/**
 * What bin/test-compile has compiled is used by bin/test, so it has to know the folder by the same name. Where the app
 * runs it may be built as well, and nobody's checkout is moved away.
 */
async function inFolder(
  { buildpacks, env }: Hook,
  purpose: Purpose,
  { build: app, cache }: HookDirs,
  work: (folder: Folder) => Promise<void>,
): Promise<void> {
  const stable = purpose === "production" && buildpacks.some(({ compiles }) => compiles)
  const stays = !stable || app === runtimePath || (await isCheckout({ app, leftAt: app, env }))
  if (stays) await work({ app, stable, leftAt: app })
  else await atStablePlace(cache, app, (placed) => work({ ...placed, stable }))
}

type Note = (more: Findings) => void

type ClassicRequest = BuildRequest & { readonly indexes: MemoryFiles }

async function readRequest(
  hook: Hook,
  purpose: Purpose,
  { dirs, folder, alone }: { readonly dirs: HookDirs; readonly folder: Folder; readonly alone: Alone },
  note: Note,
): Promise<ClassicRequest> {
  const configVars = await readEnvDir(dirs.env, hook.output)
  note({ configVars })
  // Config vars win over what the platform has.
  // What earlier buildpacks have left in BUILD_DIR is found by a name that stays, too; a config var means what it says.
  const env = buildEnv({ ...movedEnv(hook.env, [[folder.leftAt, folder.app]]), ...configVars })
  const target = await readTarget(env)
  note({ target })
  const group = hook.buildpacks.map((buildpack) => buildpack.id)
  const indexes = memoryFiles(inCache(dirs.cache, "indexes"), (name) => heldMetadata(dirs.cache, name), alone)
  const { output, signal } = hook
  const lock = await readLock(folder.app)
  return { ...folder, runtimePath, purpose, env, target, output, signal, group, openEnded: true, indexes, lock }
}

async function foresee(
  { buildpacks }: Hook,
  request: ClassicRequest,
  { dirs, lasting }: { readonly dirs: HookDirs; readonly lasting: Lasting },
): Promise<void> {
  const held = (name: string): Promise<FormerLayer | undefined> => heldLayer(dirs.cache, name)
  for (const buildpack of buildpacks) {
    // What goes wrong here goes wrong in the build again, which has the words for it.
    await buildpack.foresee?.({ ...request, held, lasting }).catch(() => {})
  }
}

async function planHook(
  hook: Hook,
  request: ClassicRequest,
  { dirs, alone }: { readonly dirs: HookDirs; readonly alone: Alone },
  note: Note,
): Promise<Planned> {
  const plans = await planBuild(hook.buildpacks, request)
  note({ plans })
  await request.indexes.save()
  const fresh = wantsFreshCache(plans, request.output)
  return { hook, dirs, request, plans, layers: classicLayers(dirs.cache, { fresh, alone }), fresh }
}

async function runPlanned(planned: Planned, given: Between & Pick<StepContext, "lasting">, note: Note): Promise<Built> {
  const { request, plans, layers } = planned
  const times = new Map<string, StepTime>()
  const steps = plans.flatMap((plan) => plan.steps).map((step) => timed(step, times))
  try {
    return { ...planned, deltas: await runSteps(steps, { ...request, layers, ...given }) }
  } finally {
    note({ times, layers: layers.usedLayers() })
    // Steps may have taken files that are published without a digest.
    await request.indexes.save()
  }
}

/** The step, noting when it began and how long it took, also when it fails. */
function timed(step: Step, times: Map<string, StepTime>): Step {
  return {
    ...step,
    run: async (context) => {
      const began = performance.now()
      try {
        return await step.run(context)
      } finally {
        times.set(step.name, { began, took: performance.now() - began })
      }
    },
  }
}
