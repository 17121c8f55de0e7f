import type { App } from "../app/app.ts"
import { readText } from "../app/folder.ts"
import { parseMixLock } from "../app/mix-lock.ts"
import { prose } from "../core/prose.ts"
import type { Purpose } from "../core/purpose.ts"
import type { Step, StepContext } from "../core/step.ts"
import { mixEnvironment } from "../mix/environment.ts"
import type { KeptBuild } from "../mix/kept-build.ts"
import { orWithoutKept } from "../mix/kept-retry.ts"
import { mix } from "../mix/task.ts"
import { type Hooks, runHook } from "./hooks.ts"
import { unlockedPackages } from "./lock.ts"

/** Which of them are fetched. Tests may start tasks of another environment, such as a linter of `dev`. */
const choices: Readonly<Record<Purpose, (mixEnv: string) => readonly string[]>> = {
  production: (mixEnv) => ["--only", mixEnv],
  test: () => [],
}

/** An app without a lock takes what Hex chooses today. */
async function checkLock({ lock }: App, { app, output }: StepContext): Promise<void> {
  if (lock === undefined) return
  const unlocked = unlockedPackages(lock, parseMixLock((await readText(app, "mix.lock")) ?? ""))
  if (unlocked.length === 0) return
  output({
    kind: "warning",
    text: prose`
      mix.lock does not fit mix.exs: Hex has chosen ${unlocked.join(", ")}, and may choose otherwise next time.
      Run mix deps.get on your machine, and commit mix.lock.
    `,
  })
}

/** Fetches the dependencies. */
export async function fetchDependencies(app: App, context: StepContext): Promise<void> {
  await mix(["deps.get", ...choices[context.purpose](mixEnvironment(context))], context)
  await checkLock(app, context)
}

/** Fetches the dependencies, if there are any, into `deps/`. */
export function depsStep(app: App, hooks: Hooks, kept: KeptBuild): Step {
  return {
    name: "deps",
    title: "Fetching dependencies",
    needs: ["runtimes", "return", "restore"],
    run: async (context) => {
      await runHook("pre_compile", hooks, context)
      await runHook("hook_pre_fetch_dependencies", hooks, context)
      if (app.dependencies.length > 0) {
        const fetch = (): Promise<void> => fetchDependencies(app, context)
        await orWithoutKept(kept, context, fetch, fetch)
      } else {
        context.output({ kind: "detail", text: "mix.exs names none" })
      }
      return []
    },
  }
}
