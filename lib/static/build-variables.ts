import type { BuildRequest } from "../core/buildpack.ts"
import { envWithMarks } from "../core/places.ts"
import { countingVariables } from "../core/volatile-variables.ts"
import { tracedVariables, type Variables } from "../mix/kept-variables.ts"

/** Where a build has its variables from, and the folders that they may name. */
export type VariablesRequest = Pick<BuildRequest, "app" | "leftAt" | "env">

/** All variables of a build that count, wherever the app is; `named`: those of each build that something asks for. */
export function buildVariables(
  { app, leftAt, env }: VariablesRequest,
  named: ReadonlySet<string> = new Set(),
): Variables {
  const counting = envWithMarks(countingVariables(env, named), { app: [leftAt, app], cache: [] })
  return tracedVariables(Object.keys(counting), counting)
}
