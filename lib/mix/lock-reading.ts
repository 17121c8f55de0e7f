import { readText } from "../app/folder.ts"
import { type LockEntry, lockEntries } from "../app/lock-entry.ts"
import { parseMixDependencies } from "../app/mix-dependencies.ts"
import { parseMixProject } from "../app/mix-project.ts"
import type { StepContext } from "../core/step.ts"
import { mixEnvironment } from "./environment.ts"
import { namedDependencies } from "./named-dependencies.ts"
import { type NeededPackages, neededPackages } from "./needed-packages.ts"

/** What a build needs, and the whole lock that says so. */
export interface ReadLock extends NeededPackages {
  readonly lock: readonly LockEntry[]
}

/** Reads which packages an app needs, from mix.lock and mix.exs as they are now. */
export async function readNeeded({
  app,
  env,
  purpose,
}: Pick<StepContext, "app" | "env" | "purpose">): Promise<ReadLock> {
  const text = await readText(app, "mix.lock")
  if (text === undefined) return { lock: [], packages: [], why: ["there is no mix.lock"] }
  if (env.MIX_EXS) return { lock: [], packages: [], why: ["MIX_EXS is set"] }
  const mixExs = (await readText(app, "mix.exs")) ?? ""
  if (parseMixDependencies(mixExs).moves) {
    return { lock: [], packages: [], why: ["mix.exs has its own places for what Mix keeps"] }
  }
  const lock = lockEntries(text)
  // Tests may start tasks of another environment, such as a linter of `dev`.
  const mixEnv = purpose === "test" ? undefined : mixEnvironment({ env, purpose })
  const { packages, why } = neededPackages(lock, await namedDependencies(app, mixEnv))
  const isAlias = parseMixProject(mixExs).aliases.includes("deps.get")
  return { lock, packages, why: [...(isAlias ? ["mix.exs has an alias deps.get"] : []), ...why] }
}
