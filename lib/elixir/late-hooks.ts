import type { HookName, Hooks } from "../app/hooks.ts"
import type { Step } from "../core/step.ts"
import type { TaskCall, TaskPrograms } from "../mix/task-programs.ts"
import { hasHook, runHook } from "./hooks.ts"

/**
 * The hooks after the compilation, and the steps of this buildpack's release, if it makes one: `post_compile` comes last of all. They
 * are often commands that build the assets, with npm packages that are installed beside the compilation.
 */
export function hookSteps(hooks: Hooks, release: readonly Step[], programs: TaskPrograms): readonly Step[] {
  const given = { hooks, programs }
  const assetTools = ["node", "package-managers", "packages", "hook-programs"]
  if (release.length === 0) {
    return hookStep("hook_post_compile", ["hook_post_compile", "post_compile"], ["compile", ...assetTools], given)
  }
  return [
    ...hookStep("hook_post_compile", ["hook_post_compile"], ["compile", ...assetTools], given),
    ...release,
    ...hookStep("post_compile", ["post_compile"], ["release"], given),
  ]
}

interface Given {
  readonly hooks: Hooks
  readonly programs: TaskPrograms
}

/** A step for those of the hooks that the app has; none without any. */
function hookStep(
  name: string,
  all: readonly HookName[],
  needs: readonly string[],
  { hooks, programs }: Given,
): readonly Step[] {
  const names = all.filter((each) => hasHook(each, hooks))
  if (names.length === 0) return []
  return [
    {
      name,
      title: `Running ${names.join(" and ")}`,
      needs,
      run: async (context) => {
        await programs.place(context)
        for (const each of names) await runHook(each, hooks, context)
        return []
      },
    },
  ]
}

/** The tasks of the app that these hooks name, such as the one of Phoenix's guide, `eval mix assets.deploy`. */
export function hookCalls(hooks: Hooks): readonly TaskCall[] {
  const texts = [hooks.hook_post_compile, hooks.post_compile].flatMap((hook) => hook?.value ?? [])
  const lines = texts.flatMap((text) => [...text.matchAll(/\bmix\s+([^;&|\n"']+)/g)])
  return lines.map(([, task = ""]) => ({ folder: ".", task: task.trim() }))
}
