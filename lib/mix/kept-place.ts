import { join } from "node:path"
import { list, stands } from "../app/folder.ts"
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

/** Where Mix puts dependencies, from the app's folder. */
export const DEPS = "deps"
/** What is above all that it compiles, from there too. */
export const BUILDS = "_build"

/** They move the folders that are kept. https://hexdocs.pm/mix/Mix.html#module-environment-variables */
const moving = ["MIX_BUILD_PATH", "MIX_BUILD_ROOT", "MIX_DEPS_PATH"] as const

/** Decides about it for an app that is about to be built, and says when the app or its settings stand in the way. */
export async function planKept(request: BuildRequest): Promise<KeptPlace> {
  const { app, stable, env, output } = request
  if (!stable) return { kind: "none" }
  const why = obstacle(env, await ownDependencies(app))
  if (why === undefined)
    return { kind: "kept", build: buildFolder({ project: "", mixEnv: mixEnvironment(request), env }) }
  output({ kind: "detail", text: `What is compiled is not kept for the next build: ${why}` })
  return { kind: "none" }
}

function obstacle(env: Env, own: readonly string[]): string | undefined {
  const moved = moving.filter((name) => env[name])
  if (moved.length > 0) return `${moved.join(" and ")} ${moved.length === 1 ? "is" : "are"} set`
  return own.length > 0 ? `the app has sources of its own in ${DEPS}: ${own.join(", ")}` : undefined
}

/** What lies among the dependencies without Mix having fetched it. */
async function ownDependencies(app: string): Promise<readonly string[]> {
  const names = (await list(app, DEPS)) ?? []
  const fetched = await Promise.all(names.map((name) => isFetched(app, name)))
  return names.filter((_, at) => !fetched[at])
}

/** Mix leaves a note in what it has fetched, Hex its own, and git its folder. */
async function isFetched(app: string, name: string): Promise<boolean> {
  const [noted, fromHex, fromGit] = await Promise.all([
    stands(app, join(DEPS, name, ".fetch"), "file"),
    stands(app, join(DEPS, name, ".hex"), "file"),
    stands(app, join(DEPS, name, ".git"), "folder"),
  ])
  return noted || fromHex || fromGit
}
