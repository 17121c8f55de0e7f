import { type App, dependencyNames } from "../app/app.ts"
import type { Step } from "../core/step.ts"
import { mixEnvironment } from "../mix/environment.ts"
import { mix } from "../mix/task.ts"
import { type Hooks, runHook } from "./hooks.ts"

/** Fetches the dependencies, if there are any, into `deps/`. */
export function depsStep(buildpack: string, app: App, hooks: Hooks): Step {
  return {
    name: "deps",
    title: "Fetching dependencies",
    buildpack,
    needs: ["runtimes"],
    run: async (context) => {
      await runHook("hook_pre_fetch_dependencies", hooks, context)
      if (mayHaveDependencies(app)) {
        await mix(["deps.get", "--only", mixEnvironment(context.env)], context)
      } else {
        context.output({ kind: "detail", text: "mix.exs names none" })
      }
      return []
    },
  }
}

/** Whether Mix has any to fetch. The apps of an umbrella may have their own. */
export function mayHaveDependencies(app: App): boolean {
  return dependencyNames(app).length > 0 || app.project.appsPath !== undefined
}
