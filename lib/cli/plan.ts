import { resolve } from "node:path"
import type { BuildRequest } from "../core/buildpack.ts"
import { renderProcfile } from "../core/launch.ts"
import { runtimePath } from "../heroku/build.ts"
import { readLock } from "../io/lock-file.ts"
import { readTarget } from "../io/machine.ts"
import { requireApp } from "./app-folder.ts"
import type { CliContext } from "./context.ts"
import { readEnvFile } from "./env-file.ts"
import { hookEnv } from "./hook-env.ts"
import { launchOf, planAnswer, planText } from "./plan-answer.ts"

export interface PlanOptions {
  readonly envFile?: string
  readonly json?: boolean
  readonly procfile?: boolean
}

/** Prints what a build of the app would install and run. */
export async function plan(app: string, options: PlanOptions, context: CliContext): Promise<void> {
  const env = { ...hookEnv(context.env), ...(await readEnvFile(options.envFile)) }
  await requireApp(app, "plan")
  const target = await readTarget(env)
  const group = context.buildpacks.map((buildpack) => buildpack.id)
  const { output, signal } = context
  const request: BuildRequest = {
    app: resolve(app),
    runtimePath,
    purpose: "production",
    env,
    target,
    output,
    signal,
    group,
    openEnded: true,
    lock: await readLock(app),
  }
  const plans = await Promise.all(context.buildpacks.map((buildpack) => buildpack.plan(request)))
  if (options.procfile) context.print(renderProcfile(launchOf(plans)))
  else if (options.json) context.print(`${JSON.stringify(planAnswer(plans), undefined, 2)}\n`)
  else context.print(planText(plans))
}
