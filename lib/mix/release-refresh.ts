import { join } from "node:path"
import type { StepContext } from "../core/step.ts"
import { readIfExists } from "../io/files.ts"
import { readTree } from "../io/tree.ts"
import { mixEnvironment } from "./environment.ts"
import { mixFailure } from "./failure.ts"
import { lastingMix } from "./lasting-mix.ts"
import { isEvaluated, refreshing } from "./refreshable.ts"
import { removeButCookie } from "./release-cookies.ts"
import { type RestoredChanges, restoredBuild } from "./restored-build.ts"

/** A release that the last build has made, and that lies in its place again. */
export interface FormerRelease {
  /** Has it brought up to date, or made anew when Mix finds that more of it has changed. Tells whether it is; throws what a failure of Mix means. */
  refresh(context: StepContext): Promise<boolean>
}

/** A release that Mix makes just so, without options. */
export interface RefreshableRelease {
  /** From the app's folder. */
  readonly root: string
  /** Its name, when `mix release` has to be told. */
  readonly args: readonly string[]
}

/** Has the release of the last build in place, when more of it cannot have changed; undefined when that cannot be. */
export async function formerRelease(
  { root, args }: RefreshableRelease,
  { app, former }: StepContext,
): Promise<FormerRelease | undefined> {
  if (former === undefined) return undefined
  const which = refreshing({ changed: former.changed, evaluated: await readEvaluated(app) })
  if (which === undefined) return undefined
  if (!(await former.bring(root))) return undefined
  const refreshTask = (changes: RestoredChanges | undefined): readonly string[] => {
    return ["beampack.refresh", root, which, otherFiles(changes), ...args]
  }
  return {
    refresh: async (context) => {
      const { lasting } = context
      const does = async (task: readonly string[]): Promise<boolean> => {
        const result = await lasting.of(lastingMix).run(task, context)
        if (result?.exitCode === 0 || result === undefined) return result !== undefined
        throw mixFailure(["release", ...args], mixEnvironment(context), result)
      }
      // Once all is compiled, nothing of it changes any more.
      const isDone = (await does(["compile"])) && (await does(refreshTask(await lasting.of(restoredBuild).changes())))
      // Mix leaves applications of other versions where they are.
      if (!isDone) await removeButCookie(join(context.app, root))
      return isDone
    },
  }
}

/** What was compiled since the last build, as the task reads it: a folder, and paths from there, a line each; `*` when nobody knows. */
function otherFiles(changes: RestoredChanges | undefined): string {
  return changes === undefined ? "*" : [changes.libs, ...changes.paths].join("\n")
}

/** The texts of what Mix evaluates when it makes a release. */
async function readEvaluated(app: string): Promise<readonly string[]> {
  const entries = await readTree(app, (path) => withoutSuch.test(path))
  const files = entries.filter(({ kind, path }) => kind === "file" && isEvaluated(path))
  return Promise.all(files.map(async ({ path }) => (await readIfExists(join(app, path))) ?? ""))
}

/** Large folders in which nothing of it lies, or only what the lock stands for. */
const withoutSuch = /^(?:deps|_build|assets|\.git|.*\/node_modules)$/
