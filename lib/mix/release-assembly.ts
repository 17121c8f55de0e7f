import { join } from "node:path"
import type { StepContext } from "../core/step.ts"
import { type ReleasePlaces, withCookies } from "./release-cookies.ts"
import { removeExcess } from "./release-excess.ts"
import type { FormerRelease } from "./release-refresh.ts"
import { watchCompile } from "./second-compile.ts"
import { mix } from "./task.ts"

/** How the releases of an app are assembled. */
export interface ReleaseAssembly {
  /** Where Mix runs, from the app's folder. */
  readonly folder: string
  /** A task for each release, with all that it is given. */
  readonly tasks: readonly (readonly string[])[]
  readonly places: ReleasePlaces
  /** Paths and patterns, from the app's folder, of what the user wants to stay as Mix has made it. */
  readonly keep: readonly string[]
}

const COMPILED_AGAIN =
  "Mix has compiled once more: something that the app was compiled with has changed during the build"

/** Assembles them, of `former` if it is there, and takes away what nothing runs. Throws what a failure of Mix means. */
export async function assembleReleases(
  { folder, tasks, places, keep }: ReleaseAssembly,
  former: FormerRelease | undefined,
  context: StepContext,
): Promise<void> {
  const { output, hasCompiled } = watchCompile(context.output)
  const watched = { ...context, output }
  await withCookies(places, context, async () => {
    if (await former?.refresh(watched)) return
    for (const task of tasks) await mix(task, { ...watched, app: join(context.app, folder) })
  })
  if (hasCompiled()) context.output({ kind: "detail", text: COMPILED_AGAIN })
  await removeExcess({ folders: places.folders, keep }, context)
}
