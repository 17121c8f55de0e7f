import type { App } from "../app/app.ts"
import type { Hooks } from "../app/hooks.ts"
import type { Artifact } from "../core/runtime.ts"
import type { Step, StepContext } from "../core/step.ts"
import { isUnchecked } from "../mix/failure.ts"
import type { KeptBuild } from "../mix/kept-build.ts"
import { orWithoutKept } from "../mix/kept-retry.ts"
import { compileSideBySide } from "../mix/side-by-side.ts"
import { mix } from "../mix/task.ts"
import type { Dependencies } from "./deps.ts"
import { runHook } from "./hooks.ts"

/** What a compilation is made with. */
interface Means {
  readonly kept: KeptBuild
  readonly dependencies: Dependencies
  readonly runtimes: readonly Artifact[]
}

/** Compiles dependencies and app. A `hook_compile` takes the place of `mix compile`. */
export function compileStep(app: App, hooks: Hooks, means: Means): Step {
  return {
    name: "compile",
    title: `Compiling ${app.project.app ?? "the app"}`,
    needs: ["deps"],
    run: async (context) => {
      await runHook("hook_pre_compile", hooks, context)
      await means.kept.compiling(context, async () => {
        if (!(await runHook("hook_compile", hooks, context))) await compile(app, means, context)
      })
      return []
    },
  }
}

async function compile(app: App, { kept, dependencies, runtimes }: Means, context: StepContext): Promise<void> {
  const elixir = runtimes.find(({ name }) => name === "elixir")?.version.value
  const mixCompile = async (): Promise<void> => {
    const env = await compileSideBySide(elixir, context)
    await mix(["compile"], { ...context, env })
  }
  const compileAll = async (): Promise<void> => {
    try {
      await mixCompile()
    } catch (error) {
      if (!isUnchecked(error) || !(await dependencies.askMix(context))) throw error
      await mixCompile()
    }
  }
  await orWithoutKept(kept, context, compileAll, async () => {
    if (app.dependencies.length > 0) await dependencies.fetch(context)
    await compileAll()
  })
}
