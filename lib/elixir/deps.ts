import type { App } from "../app/app.ts"
import { readText } from "../app/folder.ts"
import type { Hooks } from "../app/hooks.ts"
import { sha256 } from "../app/locked-sources.ts"
import { parseMixLock } from "../app/mix-lock.ts"
import { prose } from "../core/prose.ts"
import type { Purpose } from "../core/purpose.ts"
import type { Artifact } from "../core/runtime.ts"
import type { Step, StepContext } from "../core/step.ts"
import { mixEnvironment } from "../mix/environment.ts"
import { hexEnv } from "../mix/hex-origin.ts"
import type { HexPackages } from "../mix/hex-packages.ts"
import type { KeptBuild } from "../mix/kept-build.ts"
import { orWithoutKept } from "../mix/kept-retry.ts"
import { mix } from "../mix/task.ts"
import { runHook } from "./hooks.ts"
import { unlockedPackages } from "./lock.ts"

/** How a build comes by its dependencies. */
export interface Dependencies {
  /** The steps that fetch what mix.lock names, beside the runtimes; none when it names no package by its digest. */
  readonly packages: readonly Step[]
  /** Puts them into `deps/`; with Mix only when there may be more than mix.lock tells. */
  fetch(context: StepContext): Promise<void>
  /** Has Mix look too when it has not; tells whether that is so. */
  askMix(context: StepContext): Promise<boolean>
}

/** What an app depends on; `runtimes`: those that it is built with. */
export function dependenciesOf(app: App, runtimes: readonly Artifact[]): Dependencies {
  let packages: HexPackages | undefined
  let isAsked = true
  const ofHex = async (): Promise<HexPackages> => {
    const { hexPackages } = await import("../mix/hex-packages.ts")
    packages ??= hexPackages({ noted: wantsNote(runtimes) })
    return packages
  }
  const steps: readonly Step[] = [
    {
      name: "new-packages",
      needs: [],
      run: async (context) => {
        await (await ofHex()).fetchAhead(context)
        return []
      },
    },
    {
      name: "hex-packages",
      title: "Fetching Hex packages",
      needs: ["restore", "new-packages"],
      run: async (context) => {
        await (await ofHex()).place(context)
        return []
      },
    },
  ]
  const askMix = async (context: StepContext): Promise<void> => {
    isAsked = true
    const args = ["deps.get", ...choices[context.purpose](mixEnvironment(context))]
    await mix(args, { ...context, env: hexEnv(context.env) })
    await checkLock(app, context)
  }
  return {
    packages: hasDigests(app) ? steps : [],
    // A hook may have changed what is needed since that step.
    fetch: async (context) => {
      const { count, why } = await (await ofHex()).place(context)
      isAsked = count === 0 || why.length > 0
      const { output } = context
      if (!isAsked) return output({ kind: "detail", text: "All packages of mix.lock are in place" })
      if (count > 0) output({ kind: "detail", text: `Mix looks too: ${why.join("; ")}` })
      await askMix(context)
    },
    askMix: async (context) => {
      if (isAsked) return false
      context.output({ kind: "detail", text: "mix.lock does not tell all that Mix wants" })
      await askMix(context)
      return true
    },
  }
}

/** Which of them Mix fetches. Tests may start tasks of another environment, such as a linter of `dev`. */
const choices: Readonly<Record<Purpose, (mixEnv: string) => readonly string[]>> = {
  production: (mixEnv) => ["--only", mixEnv],
  test: () => [],
}

function hasDigests({ lock }: App): boolean {
  return [...(lock?.packages.values() ?? [])].some(({ digests: [, outer] }) => sha256(outer) !== undefined)
}

function wantsNote(runtimes: readonly Artifact[]): boolean {
  const { version } = runtimes.find(({ name }) => name === "elixir") ?? {}
  const [, minor] = /^v?1\.(\d+)\./.exec(version?.value ?? "") ?? []
  return minor !== undefined && Number(minor) < 17
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

/** Fetches the dependencies, if there are any, into `deps/`. */
export function depsStep(app: App, hooks: Hooks, kept: KeptBuild, dependencies: Dependencies): Step {
  return {
    name: "deps",
    title: "Fetching dependencies",
    needs: ["runtimes", "return", "restore", "hex-packages"],
    run: async (context) => {
      await runHook("pre_compile", hooks, context)
      await runHook("hook_pre_fetch_dependencies", hooks, context)
      if (app.dependencies.length > 0) {
        const fetch = (): Promise<void> => dependencies.fetch(context)
        await orWithoutKept(kept, context, fetch, fetch)
      } else {
        context.output({ kind: "detail", text: "mix.exs names none" })
      }
      return []
    },
  }
}
