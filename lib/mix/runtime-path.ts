import { join, posix } from "node:path"
import { type App, readConfig } from "../app/app.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import type { Step } from "../core/step.ts"
import { readIfExists, remove, writeAtomic } from "../io/files.ts"
import { moveManifests } from "./manifests.ts"

/** Says, in the app's folder, where the app will run, once Mix was told so. */
const pathFile = join(".beampack", "runtime-path")

/** A value of `runtime_path` as Mix would note the folder; undefined when it is not absolute, and so is none. */
export function readRuntimePath(value: string): string | undefined {
  if (!posix.isAbsolute(value)) return undefined
  return posix.normalize(value).replace(/(?<=.)\/$/, "")
}

/** The step that comes last of all when the app is started by Mix, and is somewhere else then. */
export function settleSteps(app: App, { env, runtimePath, purpose }: BuildRequest): readonly Step[] {
  if (purpose === "test") return []
  const value = readConfig(app, "elixir_buildpack.config", env).settings.get("runtime_path")?.value ?? ""
  return [settleStep(readRuntimePath(value) ?? runtimePath)]
}

/**
 * Makes Mix take the build for one that was made at `path`. From Elixir 1.15 on it notes the folder in which it compiled
 * and compiles everything again in another one, which would be at boot. https://github.com/elixir-lang/elixir/issues/12771
 */
function settleStep(path: string): Step {
  return {
    name: "settle",
    title: `Telling Mix that the app runs at ${path}`,
    needs: ["compile", "hook_post_compile", "assets", "digest", "release", "post_compile", "tidy", "keep"],
    run: async (context) => {
      if (context.app === path) return []
      // Comes first: the next build can undo what was done of it when this one is ended now.
      await writeAtomic(join(context.app, pathFile), path)
      await moveManifests("there", path, context)
      return []
    },
  }
}

/**
 * Undoes that where it was done: before another buildpack, or another build of the same folder, runs Mix where the app is
 * now. Else that would compile everything again.
 */
export async function returnSteps(app: App): Promise<readonly Step[]> {
  const path = await readIfExists(join(app.folder, pathFile))
  return path !== undefined && posix.isAbsolute(path) ? [returnStep(path)] : []
}

function returnStep(path: string): Step {
  return {
    name: "return",
    title: "Looking at what was compiled before",
    needs: ["runtimes"],
    run: async (context) => {
      await moveManifests("back", path, context)
      await remove(join(context.app, pathFile))
      return []
    },
  }
}
