import { join, posix } from "node:path"
import { type App, readConfig } from "../app/app.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import { RUNTIME_PATH_NOTE } from "../core/runtime-path.ts"
import type { Step } from "../core/step.ts"
import { readIfExists, remove, writeAtomic } from "../io/files.ts"
import { type Move, moveManifests } from "./manifests.ts"

/** A value of `runtime_path` as Mix would note the folder; undefined when it is not absolute, and so is none. */
export function readRuntimePath(value: string): string | undefined {
  if (!posix.isAbsolute(value)) return undefined
  return posix.normalize(value).replace(/(?<=.)\/$/, "")
}

/**
 * The step that comes last of all, for the last of our buildpacks: an app that Mix starts is somewhere else then, and the
 * sources of another one are elsewhere when a later buildpack finds them.
 */
export function settleSteps(app: App, request: BuildRequest, { onMix }: { readonly onMix: boolean }): readonly Step[] {
  const { env, runtimePath, purpose, leftAt, openEnded } = request
  if (onMix && purpose === "production") {
    const value = readConfig(app, "elixir_buildpack.config", env).settings.get("runtime_path")?.value ?? ""
    const path = readRuntimePath(value) ?? runtimePath
    return [settleStep("there", path, `Telling Mix that the app runs at ${path}`, request)]
  }
  if (request.app === leftAt || !openEnded) return []
  return [settleStep("next", leftAt, `Telling Mix that the app will be at ${leftAt}`, request)]
}

/**
 * Makes Mix take the build for one that was made at `path`. From Elixir 1.15 on it notes the folder in which it compiled
 * and compiles everything again in another one, which would be at boot. https://github.com/elixir-lang/elixir/issues/12771
 */
function settleStep(move: Move, path: string, title: string, { leftAt }: BuildRequest): Step {
  return {
    name: "settle",
    title,
    needs: ["compile", "hook_post_compile", "assets", "digest", "release", "post_compile", "tidy", "keep"],
    run: async (context) => {
      if (context.app === path && leftAt === path) return []
      // Comes first: the next build can undo what was done of it when this one is ended now.
      await writeAtomic(join(context.app, RUNTIME_PATH_NOTE), path)
      if (context.app !== path) await moveManifests(move, path, context)
      return []
    },
  }
}

/**
 * Undoes that where it was done, and the app is not there now: before another buildpack, or another build of the same
 * folder, runs Mix where the app is. Else that would compile everything again.
 */
export async function returnSteps(app: App): Promise<readonly Step[]> {
  const path = await readIfExists(join(app.folder, RUNTIME_PATH_NOTE))
  return path !== undefined && posix.isAbsolute(path) && path !== app.folder ? [returnStep(path)] : []
}

function returnStep(path: string): Step {
  return {
    name: "return",
    title: "Looking at what was compiled before",
    needs: ["restore"],
    run: async (context) => {
      await moveManifests("back", path, context)
      await remove(join(context.app, RUNTIME_PATH_NOTE))
      return []
    },
  }
}
