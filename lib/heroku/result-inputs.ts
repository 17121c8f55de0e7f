import { join } from "node:path"
import { envWithMarks, type Places } from "../core/places.ts"
import { countingVariables, volatileNames } from "../core/volatile-variables.ts"
import { machinePackages } from "../io/machine.ts"
import { digestOfEntries, readAppTree, type Unknowable } from "./app-tree.ts"
import type { Planned } from "./build.ts"
import type { ResultInputs } from "./result-key.ts"

/** What the result of a planned build will depend on, or why nobody can tell. */
export async function readInputs(planned: Planned, places: Places): Promise<ResultInputs | Unknowable> {
  const { hook, request, plans } = planned
  const { app, env, group, purpose, runtimePath, target } = request
  const [tree, program, packages] = await Promise.all([
    readAppTree(app, { names: volatileNames(env) }),
    readAppTree(join(hook.root, "lib")),
    machinePackages(),
  ])
  if ("why" in tree) return tree
  if ("why" in program) return program
  return {
    buildpack: { id: hook.id, version: hook.version, program: digestOfEntries(program.entries) },
    group,
    purpose,
    runtimePath,
    inPlace: app === runtimePath,
    target,
    packages,
    runtimes: plans.flatMap(({ runtimes }) => runtimes),
    env: envWithMarks(countingVariables(env, tree.named), places),
    entries: tree.entries,
  }
}
