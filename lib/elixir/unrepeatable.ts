import type { App } from "../app/app.ts"
import { type Hooks, whyHooked } from "../app/hooks.ts"
import { readTaskSources, whyVaries } from "../mix/varying-tasks.ts"

/** Why a build of the same sources may make something else of them; undefined when it does not. */
export function whyUnrepeatable({ dependencies, lock }: App, hooks: Hooks): string | undefined {
  const isLocked = lock !== undefined || dependencies.length === 0
  return whyHooked(hooks) ?? (isLocked ? undefined : "without mix.lock Hex may choose other packages each time")
}

/** The tasks that a build runs, and for which an app may have aliases. */
const tasks = ["deps.get", "deps.compile", "compile", "release"]

/** Why an alias of the app may make something else of the same sources in each build; undefined when none looks so. */
export async function whyTasksVary({ folder }: App): Promise<string | undefined> {
  const sources = await readTaskSources(folder, ".")
  return tasks.map((task) => whyVaries(task, sources)).find((why) => why !== undefined)
}
