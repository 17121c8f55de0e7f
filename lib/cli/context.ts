import type { Buildpack } from "../core/buildpack.ts"
import type { Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import type { Artifact } from "../core/runtime.ts"
import type { Target } from "../core/target.ts"
import type { ListedName, VersionList } from "../core/version-list.ts"

/** What mirror DIR is asked for. */
interface MirrorRequest {
  readonly dir: string
  readonly source:
    | { readonly kind: "apt" }
    | { readonly kind: "upstream"; readonly versions: Readonly<Partial<Record<"erlang" | "elixir" | "node", string>>> }
  readonly env: Env
  readonly target: Target
  readonly output: Output
  readonly signal: AbortSignal
}

/** What versions is asked for. */
interface ListRequest {
  readonly names: readonly ListedName[]
  readonly target: Target
  readonly all: boolean
  readonly env: Env
  readonly output: Output
  readonly signal: AbortSignal
}

/** What lock is asked for. */
interface LockRequest {
  readonly artifacts: readonly Artifact[]
  readonly former?: string | undefined
  readonly keepOthers: boolean
  readonly target: Target
  readonly env: Env
  readonly output: Output
  readonly signal: AbortSignal
}

/** A lock that is not written yet, and what has become of each runtime. */
interface MadeLock {
  readonly text: string
  readonly changes: readonly string[]
}

/** What the commands work with. */
export interface CliContext {
  /** The folder whose bin/ holds the hooks. */
  readonly root: string
  readonly version: string
  readonly buildpacks: readonly Buildpack[]
  readonly makeMirror: (request: MirrorRequest) => Promise<void>
  readonly makeLock: (request: LockRequest) => Promise<MadeLock>
  readonly listVersions: (request: ListRequest) => Promise<readonly VersionList[]>
  readonly env: Env
  /** The log; answers that a machine reads go to standard output by themselves. */
  readonly output: Output
  /** Writes to standard output. */
  readonly print: (text: string) => void
  readonly signal: AbortSignal
}
