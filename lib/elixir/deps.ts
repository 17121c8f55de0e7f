import type { App } from "../app/app.ts"
import type { Step } from "../core/step.ts"
import { mixEnvironment } from "../mix/environment.ts"
import { mix } from "../mix/task.ts"
import { type Hooks, runHook } from "./hooks.ts"

/** Fetches the dependencies, if there are any, into `deps/`. */
export function depsStep(app: App, hooks: Hooks): Step {
  return {
    name: "deps",
    title: "Fetching dependencies",
    needs: ["runtimes"],
    run: async (context) => {
      await runHook("hook_pre_fetch_dependencies", hooks, context)
      if (app.dependencies.length > 0) {
        await mix(["deps.get", "--only", mixEnvironment(context.env)], context)
      } else {
        context.output({ kind: "detail", text: "mix.exs names none" })
      }
      return []
    },
  }
}
