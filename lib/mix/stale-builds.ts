import { readdir } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import type { LockEntry } from "../app/lock-entry.ts"
import { buildFolder } from "../app/releases.ts"
import type { StepContext } from "../core/step.ts"
import { remove } from "../io/files.ts"
import { mixEnvironment } from "./environment.ts"
import { withDependents } from "./stale-dependencies.ts"

/**
 * Takes away what was compiled of dependencies that change, and of all that lean on them: what Mix does too when it
 * compiles what it has fetched anew, whatever its version.
 */
export async function removeStaleBuilds(
  changing: readonly string[],
  lock: readonly LockEntry[],
  context: Pick<StepContext, "app" | "env" | "purpose">,
): Promise<void> {
  const stale = [...withDependents(changing, lock)]
  const builds = await buildFolders(context)
  await Promise.all(builds.flatMap((build) => stale.map((app) => remove(join(build, "lib", app)))))
}

/** The dependencies are the same for all environments; a folder of the user's own choice holds one build. */
async function buildFolders({ app, env, purpose }: Pick<StepContext, "app" | "env" | "purpose">) {
  const build = resolve(app, buildFolder({ project: "", mixEnv: mixEnvironment({ env, purpose }), env }))
  if (env.MIX_BUILD_PATH) return [build]
  const root = dirname(build)
  const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name))
}
