import type { App } from "../app/app.ts"
import type { Purpose } from "../core/purpose.ts"
import type { Step } from "../core/step.ts"
import { mixEnvironment } from "../mix/environment.ts"
import { mix } from "../mix/task.ts"
import { type Hooks, runHook } from "./hooks.ts"

/** Which of them are fetched. Tests may start tasks of another environment, such as a linter of `dev`. */
const choices: Readonly<Record<Purpose, (mixEnv: string) => readonly string[]>> = {
  production: (mixEnv) => ["--only", mixEnv],
  test: () => [],
}

/** Fetches the dependencies, if there are any, into `deps/`. */
export function depsStep(app: App, hooks: Hooks): Step {
  return {
    name: "deps",
    title: "Fetching dependencies",
    needs: ["runtimes"],
    run: async (context) => {
      await runHook("pre_compile", hooks, context)
      await runHook("hook_pre_fetch_dependencies", hooks, context)
      if (app.dependencies.length > 0) {
        await mix(["deps.get", ...choices[context.purpose](mixEnvironment(context))], context)
      } else {
        context.output({ kind: "detail", text: "mix.exs names none" })
      }
      return []
    },
  }
}
