import { list } from "../app/folder.ts"
import { buildFolder } from "../app/releases.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import { mixEnvironment } from "./environment.ts"

/** Whether what this build compiles is kept for the next one. */
export type KeptPlace =
  | { readonly kind: "none"; readonly why?: string }
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

/** Decides about it for an app that is about to be built, and says when the app or its settings stand in the way. */
export async function planKept(request: BuildRequest): Promise<KeptPlace> {
  const names = (await list(request.app)) ?? []
  const place = keptPlace(
    request,
    names.filter((name) => name === DEPS || name === BUILDS),
  )
  if (place.kind === "none" && place.why !== undefined) request.output({ kind: "detail", text: place.why })
  return place
}

/**
 * It is when each build is made in the same folder: Mix compiles all of it again in another one. `standing`: which of the
 * two folders the app brings.
 */
export function keptPlace(wish: Wish, standing: readonly string[]): KeptPlace {
  const { app, runtimePath, purpose, env } = wish
  if (purpose === "test" || app !== runtimePath) return { kind: "none" }
  const moved = moving.filter((name) => env[name])
  if (moved.length > 0) return none(`${moved.join(" and ")} ${moved.length === 1 ? "is" : "are"} set`)
  if (standing.length > 0) return none(`the app brings its own ${standing.join(" and ")}`)
  return { kind: "kept", build: buildFolder({ project: "", mixEnv: mixEnvironment({ env, purpose }), env }) }
}

function none(why: string): KeptPlace {
  return { kind: "none", why: `What is compiled is not kept for the next build: ${why}` }
}
