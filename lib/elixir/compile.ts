import type { App } from "../app/app.ts"
import type { Step } from "../core/step.ts"
import { mix } from "../mix/task.ts"
import { type Hooks, runHook } from "./hooks.ts"

/**
 * Compiles dependencies and app. A `hook_compile` takes the place of `mix compile`. `isLast`: no release of this
 * buildpack follows.
 */
export function compileStep(app: App, hooks: Hooks, { isLast }: { readonly isLast: boolean }): Step {
  return {
    name: "compile",
    title: `Compiling ${app.project.app ?? "the app"}`,
    needs: ["deps"],
    run: async (context) => {
      await runHook("hook_pre_compile", hooks, context)
      if (!(await runHook("hook_compile", hooks, context))) await mix(["compile"], context)
      await runHook("hook_post_compile", hooks, context)
      if (isLast) await runHook("post_compile", hooks, context)
      return []
    },
  }
}

/** The step for `post_compile`, if there is one, after the release of this buildpack. */
export function postCompileSteps(hooks: Hooks): readonly Step[] {
  if (hooks.post_compile === undefined) return []
  return [
    {
      name: "post_compile",
      title: "Running post_compile",
      needs: ["release"],
      run: async (context) => {
        await runHook("post_compile", hooks, context)
        return []
      },
    },
  ]
}
