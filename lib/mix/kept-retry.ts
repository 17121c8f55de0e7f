import { BuildpackError } from "../core/error.ts"
import type { StepContext } from "../core/step.ts"
import type { KeptBuild } from "./kept-build.ts"

/**
 * Failures that what was brought back may be the cause of. The others have another known one: a file of the app, the
 * network or the machine; to compile everything once more would only make the user wait for the same.
 */
const doubtful = ["mix/failed", "mix/dependency", "mix/unchecked"]

/** Does the work; when it fails in a build that was brought back, and that may be why, does `again` without it. */
export async function orWithoutKept(
  kept: KeptBuild,
  context: StepContext,
  work: () => Promise<void>,
  again: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof BuildpackError && doubtful.includes(error.id)) || !(await kept.discard(context))) throw error
    context.output({ kind: "warning", text: `${error.title}: trying once more, without what was kept` })
    await again()
  }
}
