import type { Env, EnvDelta } from "./env.ts"
import type { FormerResult } from "./former.ts"
import type { Lasting } from "./lasting.ts"
import type { LayerStore } from "./layer.ts"
import type { Output } from "./output.ts"
import type { Purpose } from "./purpose.ts"
import type { Target } from "./target.ts"

/** What a step is given. */
export interface StepContext {
  /** The app's folder: BUILD_DIR on Heroku, the workspace under CNB. */
  readonly app: string
  readonly purpose: Purpose
  /** Environment for child processes: the platform's and the user's, changed by the steps that this one needs. */
  readonly env: Env
  readonly target: Target
  readonly layers: LayerStore
  readonly output: Output
  /** Aborted when another step failed. */
  readonly signal: AbortSignal
  /** Ended when the last step is done, or one has failed. */
  readonly lasting: Lasting
  /** Absent where nothing is kept of it, or it was another app's. */
  readonly former?: FormerResult | undefined
  /** Notes something for the build that is given this one's result as `former`. Absent where nothing is kept of it. */
  readonly note?: ((name: string, text: string) => void) | undefined
}

/** One thing a buildpack does. */
export interface Step {
  readonly name: string
  /** What the log says when it starts, such as `Compiling hello`; absent for one that only another step has to tell of. */
  readonly title?: string
  /** Names of steps that come before. One that takes no part in this build was done by an earlier buildpack. */
  readonly needs: readonly string[]
  /** Does it, and returns what it changes for the steps that need it and for the running app. */
  run(context: StepContext): Promise<readonly EnvDelta[]>
}
