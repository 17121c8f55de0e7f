import { realpath } from "node:fs/promises"
import { resolve } from "node:path"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { isFolder } from "../io/files.ts"

/** The three folders that a platform hands to bin/compile and bin/test-compile. */
export interface HookDirs {
  readonly build: string
  readonly cache: string
  readonly env: string
}

/** The arguments of such a hook as absolute folders, BUILD_DIR without symlinks. CACHE_DIR and its like may be created; BUILD_DIR must be there. */
export async function hookDirs(hook: string, args: readonly string[]): Promise<HookDirs> {
  const [build, cache, env] = args
  if (!build || !cache || !env) throw wrongArguments(hook, args)
  if (!(await isFolder(build))) throw missingBuildDir(hook, build)
  // Compilers note the real path, whatever they are told.
  return { build: await realpath(build), cache: resolve(cache), env: resolve(env) }
}

function wrongArguments(hook: string, args: readonly string[]): BuildpackError {
  return new BuildpackError("hook/usage", `${hook} takes three folders, not ${args.filter(Boolean).length}`, {
    help: prose`
      Usage: ${hook} BUILD_DIR CACHE_DIR ENV_DIR
      Locally, beampack build APP makes the folders and calls the hooks.
    `,
  })
}

function missingBuildDir(hook: string, build: string): BuildpackError {
  return new BuildpackError("hook/build-dir", `BUILD_DIR is not a folder: ${build}`, {
    help: `The first argument of ${hook} is the folder with the app's source.`,
  })
}
