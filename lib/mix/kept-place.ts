import { list } from "../app/folder.ts"
import { buildFolder } from "../app/releases.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import type { Env } from "../core/env.ts"
import { mixEnvironment } from "./environment.ts"

/** Whether what this build compiles is kept for the next one. */
export type KeptPlace =
  | { readonly kind: "none" }
  | {
      readonly kind: "kept"
      /** Where Mix compiles, from the app's folder. */
      readonly build: string
    }

/** Where Mix puts dependencies, from the app's folder, and above all that it compiles. */
export const DEPS = "deps"
export const BUILDS = "_build"

/** They move the folders that are kept. https://hexdocs.pm/mix/Mix.html#module-environment-variables */
const moving = ["MIX_BUILD_PATH", "MIX_BUILD_ROOT", "MIX_DEPS_PATH"] as const

/** What decides about it. */
type Wish = Pick<BuildRequest, "app" | "runtimePath" | "purpose" | "env">

/** Whether each build is made in the same folder: Mix compiles all of it again in another one. */
export function isInPlace({ app, runtimePath, purpose }: Wish): boolean {
  return purpose === "production" && app === runtimePath
}

/** Decides about it for an app that is about to be built, and says when the app or its settings stand in the way. */
export async function planKept(request: BuildRequest): Promise<KeptPlace> {
  if (!isInPlace(request)) return { kind: "none" }
  const { app, env, output } = request
  const why = obstacle(env, (await list(app)) ?? [])
  if (why === undefined)
    return { kind: "kept", build: buildFolder({ project: "", mixEnv: mixEnvironment(request), env }) }
  output({ kind: "detail", text: `What is compiled is not kept for the next build: ${why}` })
  return { kind: "none" }
}

/** `names`: what is in the app's folder. */
function obstacle(env: Env, names: readonly string[]): string | undefined {
  const moved = moving.filter((name) => env[name])
  if (moved.length > 0) return `${moved.join(" and ")} ${moved.length === 1 ? "is" : "are"} set`
  const standing = names.filter((name) => name === DEPS || name === BUILDS)
  return standing.length > 0 ? `the app brings its own ${standing.join(" and ")}` : undefined
}
