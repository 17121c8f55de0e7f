import { renderProcfile } from "../core/launch.ts"
import { plansOf } from "../core/plan.ts"
import { visible, visibleJson } from "../core/visible.ts"
import type { CliContext } from "./context.ts"
import { launchOf, planAnswer, planText } from "./plan-answer.ts"
import { planRequest } from "./plan-request.ts"

/** As typed. `json` prints it for machines, `procfile` its process types alone. */
export interface PlanOptions {
  readonly envFile?: string
  readonly json?: boolean
  readonly procfile?: boolean
}

/** Prints what a build of the app would install and run. */
export async function plan(app: string, options: PlanOptions, context: CliContext): Promise<void> {
  const request = await planRequest(app, "plan", options, context)
  const plans = await plansOf(context.buildpacks, request)
  if (options.procfile) context.print(renderProcfile(launchOf(plans)))
  else if (options.json) context.print(`${visibleJson(planAnswer(plans))}\n`)
  else context.print(visible(planText(plans)))
}
