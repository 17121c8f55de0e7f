import type { Env } from "./env.ts"
import type { Output } from "./output.ts"
import type { Artifact } from "./runtime.ts"
import type { Target } from "./target.ts"

/** The lock of an app: kept in its sources by who wants builds whose runtimes never change by themselves. */
export const LOCK_FILE = "beampack.lock"

/** What is to be locked. */
export interface LockRequest {
  /** What a build for the target takes. */
  readonly artifacts: readonly Artifact[]
  /** The text of the lock that the app has. */
  readonly former?: string | undefined
  /** Whether runtimes that only the former lock has stay in it: this tree may not be the one that asks for them. */
  readonly keepOthers: boolean
  readonly target: Target
  /** For BEAMPACK_MIRROR and the proxy. */
  readonly env: Env
  readonly output: Output
  readonly signal: AbortSignal
}

/** A lock that is not written yet. */
export interface MadeLock {
  readonly text: string
  /** For each runtime what has become of it: `Elixir 1.18.3 -> 1.18.4`. */
  readonly changes: readonly string[]
  /** The platforms for which it has all files: `Ubuntu 22.04 (heroku-22), 24.04 (heroku-24) on amd64`. */
  readonly cover: string
}
