import type { Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import type { Target } from "../core/target.ts"

/** What each part of a mirror is made with. Parts run side by side, each in its own work folder. */
export interface PartContext {
  /** Our own folder, which holds bin/ and lib/. */
  readonly root: string
  /** The mirror. */
  readonly dir: string
  /** An empty folder on the mirror's disk, removed afterwards. */
  readonly work: string
  readonly env: Env
  readonly target: Target
  readonly output: Output
  /** Aborted by the user, or when another part failed. */
  readonly signal: AbortSignal
}
