import type { App } from "../app/app.ts"
import type { Step } from "../core/step.ts"
import { mix } from "../mix/task.ts"
import { type Hooks, runHook } from "./hooks.ts"

/** Compiles dependencies and app. A `hook_compile` takes the place of `mix compile`. */
export function compileStep(app: App, hooks: Hooks): Step {
  return {
    name: "compile",
    title: `Compiling ${app.project.app ?? "the app"}`,
    needs: ["deps"],
    run: async (context) => {
      await runHook("hook_pre_compile", hooks, context)
      if (!(await runHook("hook_compile", hooks, context))) await mix(["compile"], context)
      await runHook("hook_post_compile", hooks, context)
      return []
    },
  }
}
