import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { callVars, inheritedVars } from "./build-vars.ts"
import { type Descriptor, escapeId } from "./descriptor.ts"
import type { Machine, Run } from "./machine.ts"
import { alternatives, buildPlan, type PlanSections } from "./plan.ts"
import type { Target } from "./target.ts"
import { readToml } from "./toml.ts"

/** How a bin/detect ended. */
export interface Detection {
  /** 0: it takes part; 100: it does not; anything else, -1 among it: it failed. */
  readonly code: number
  readonly output: string
  /** What went wrong with what it left, or with starting it. */
  readonly error?: string
  /** What it could do, in its order; empty unless it takes part. */
  readonly plans: readonly PlanSections[]
}

/** Runs one bin/detect. */
export async function runDetect(
  descriptor: Descriptor,
  { machine, run, target }: { readonly machine: Machine; readonly run: Run; readonly target: Target },
): Promise<Detection> {
  const { folders } = machine
  const plan = join(folders.plans, `detect-${escapeId(descriptor.id)}.toml`)
  await writeFile(plan, "", { mode: 0o600 })
  await machine.give(plan)
  const platform = machine.inside(folders.platform)
  const planPath = machine.inside(plan)
  const dir = machine.inside(descriptor.dir)
  const own = { CNB_BUILDPACK_DIR: dir, CNB_PLATFORM_DIR: platform, CNB_BUILD_PLAN_PATH: planPath }
  const { exitCode: code, output } = await run({
    program: join(dir, "bin/detect"),
    args: [platform, planPath],
    cwd: machine.inside(folders.app),
    env: await callVars({
      vars: inheritedVars(machine.env),
      descriptor,
      target,
      platform: folders.platform,
      own,
    }),
  })
  if (code !== 0) return { code, output, plans: [] }
  try {
    return { code, output, plans: alternatives((await readToml(plan, buildPlan)) ?? buildPlan.parse({})) }
  } catch (error) {
    return { code: -1, output, error: error instanceof Error ? error.message : String(error), plans: [] }
  }
}
