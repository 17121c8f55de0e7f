import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Buildpack, BuildRequest } from "../core/buildpack.ts"
import { hasCode } from "../core/cause.ts"
import type { Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import { type Artifact, runtimeTitles } from "../core/runtime.ts"
import { runSteps } from "../core/schedule.ts"
import { describeOrigin } from "../core/setting.ts"
import { readTarget } from "../io/machine.ts"
import { readEnvDir } from "./env-dir.ts"
import { hookDirs } from "./hook-dirs.ts"
import { classicIndexMemory } from "./index-memory.ts"
import { classicLayers } from "./layers.ts"
import { exportScript, writeResult } from "./result.ts"

/** What a hook is started with. */
export interface Hook {
  /** The buildpack's own folder, and its id from buildpack.toml. */
  readonly root: string
  readonly id: string
  readonly buildpacks: readonly Buildpack[]
  readonly args: readonly string[]
  readonly env: Env
  readonly output: Output
  readonly signal: AbortSignal
}

/** bin/compile BUILD_DIR CACHE_DIR ENV_DIR */
export async function compile({ root, id, buildpacks, args, env: platformEnv, output, signal }: Hook): Promise<void> {
  const dirs = await hookDirs(args)
  const env = buildEnv(platformEnv, await readEnvDir(dirs.env))
  const target = await readTarget(env)
  const group = buildpacks.map((buildpack) => buildpack.id)
  const indexes = classicIndexMemory(dirs.cache)
  const request: BuildRequest = { app: dirs.build, env, target, output, signal, group, indexes }

  output({ kind: "step", text: `Planning the build (${group.join(", ")})` })
  const plans = await Promise.all(buildpacks.map((buildpack) => buildpack.plan(request)))
  describeRuntimes(
    plans.flatMap((plan) => plan.runtimes),
    output,
  )
  await indexes.save()

  const layers = classicLayers(dirs.cache)
  const steps = plans.flatMap((plan) => plan.steps)
  const deltas = await runSteps(steps, { app: dirs.build, env, target, layers, output, signal })

  const launch = await lastOf(buildpacks).launch(request)
  await writeResult(dirs.build, id, { layers, deltas, launch })
  await writeExport(join(root, "export"), exportScript(deltas))
  output({ kind: "step", text: "Process types" })
  for (const [type, line] of Object.entries(launch.processes)) {
    output({ kind: "detail", text: `${type}: ${line.value} (${describeOrigin(line.origin)})` })
  }
}

/** Config vars win over what the platform has; git's own variables would mislead every git that we start. */
function buildEnv(platformEnv: Env, configVars: Env): Env {
  const { GIT_DIR: _, ...env } = { ...platformEnv, ...configVars }
  return env
}

function describeRuntimes(runtimes: readonly Artifact[], output: Output): void {
  for (const { name, version } of runtimes) {
    output({ kind: "detail", text: `${runtimeTitles[name]} ${version.value} (${describeOrigin(version.origin)})` })
  }
}

/** Platforms keep only the last buildpack's answer. */
function lastOf(buildpacks: readonly Buildpack[]): Buildpack {
  const last = buildpacks.at(-1)
  if (last === undefined) throw new Error("no buildpack takes part")
  return last
}

/** Some platforms mount the buildpack read-only; then nobody would source the file either. */
async function writeExport(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (error) {
    if (!hasCode(error, "EACCES", "EPERM", "EROFS")) throw error
  }
}
