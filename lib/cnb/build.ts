import { join } from "node:path"
import { buildEnv } from "../core/build-env.ts"
import type { BuildPlan, Buildpack, BuildRequest } from "../core/buildpack.ts"
import type { Env, EnvDelta } from "../core/env.ts"
import { withLasting } from "../core/lasting.ts"
import { cacheFolder } from "../core/layer.ts"
import type { Output } from "../core/output.ts"
import { cacheLimitOf, planBuild, wantsFreshCache } from "../core/plan.ts"
import { runSteps } from "../core/schedule.ts"
import { readLock } from "../io/lock-file.ts"
import { readTarget } from "../io/machine.ts"
import { type MemoryFiles, memoryFiles } from "../io/memory-files.ts"
import { writeBills } from "./bills.ts"
import { tidyLayers } from "./cache.ts"
import { writeEnvironment } from "./environment.ts"
import { imageLabels } from "./labels.ts"
import { writeLaunch } from "./launch.ts"
import { cnbLayers, heldMetadata } from "./layers.ts"
import { type CnbPlatform, readPlatform, targetFor } from "./platform.ts"

/** What bin/build is started with. */
export interface CnbHook {
  /** The buildpack's own folder, and its version from buildpack.toml. */
  readonly root: string
  readonly version: string
  readonly buildpacks: readonly Buildpack[]
  /** The ids of all of ours, in the order in which they build. */
  readonly order: readonly string[]
  /** The folder that it is started in. */
  readonly app: string
  readonly env: Env
  readonly output: Output
  readonly signal: AbortSignal
}

/** bin/build, which the lifecycle starts for each buildpack of the group. */
export async function build(hook: CnbHook): Promise<void> {
  const platform = await readPlatform(hook.env)
  const request = await readRequest(hook, platform)
  const { plans, deltas } = await runBuild(hook.buildpacks, request, platform)
  // The last of ours knows how the app is started.
  const last = hook.buildpacks.find(({ id }) => id === request.group.at(-1))
  const programs = last && join(hook.root, "lib/cnb/exec.d")
  await writeEnvironment(platform.layersDir, deltas, programs)
  const { buildpacks, version } = hook
  const bill = await writeBills(request, { buildpacks, plans, version, layersDir: platform.layersDir })
  if (last !== undefined) await writeLaunch(last, request, platform, bill && imageLabels(bill.self, request.env))
  // A platform that ended the build while its result was written does not want to hear that it went well.
  hook.signal.throwIfAborted()
}

type CnbRequest = BuildRequest & { readonly indexes: MemoryFiles }

const INDEXES = "indexes"

async function readRequest(hook: CnbHook, platform: CnbPlatform): Promise<CnbRequest> {
  const { app, output, signal } = hook
  const { layersDir } = platform
  const env = buildEnv(hook.env)
  return {
    app,
    stable: true,
    leftAt: app,
    runtimePath: app,
    purpose: "production",
    env,
    target: targetFor(env, await readTarget(env)),
    output,
    signal,
    group: groupOf(hook, platform),
    openEnded: false,
    indexes: memoryFiles(join(layersDir, INDEXES), async (name) => [await heldMetadata(layersDir, name)]),
    lock: await readLock(app),
  }
}

/** Those before this one are there, since it requires what they provide; those after it say that they want something. */
function groupOf({ buildpacks, order }: CnbHook, { wantedBy }: CnbPlatform): readonly string[] {
  const own = Math.max(...buildpacks.map(({ id }) => order.indexOf(id)))
  return order.filter((id, at) => at <= own || wantedBy.includes(id))
}

interface Made {
  readonly plans: readonly BuildPlan[]
  readonly deltas: readonly EnvDelta[]
}

async function runBuild(
  buildpacks: readonly Buildpack[],
  request: CnbRequest,
  { layersDir }: CnbPlatform,
): Promise<Made> {
  const { app, purpose, env, target, output, signal, indexes } = request
  const plans = await planBuild(buildpacks, request)
  const layers = cnbLayers(layersDir, { fresh: wantsFreshCache(plans, output) })
  // Also a build that takes nothing from the cache holds files to the digests in there.
  await cacheFolder(cnbLayers(layersDir), INDEXES)
  await indexes.save()
  const steps = plans.flatMap((plan) => plan.steps)
  const deltas = await withLasting((lasting) => {
    return runSteps(steps, { app, purpose, env, target, layers, output, signal, lasting })
  })
  // Steps may have taken files that are published without a digest.
  await indexes.save()
  await tidyLayers(layers, cacheLimitOf(plans), output)
  return { plans, deltas }
}
