import type { Buildpack } from "../core/buildpack.ts"
import type { Env } from "../core/env.ts"
import type { LockRequest, MadeLock } from "../core/lock-file.ts"
import type { MirrorRequest } from "../core/mirror-request.ts"
import type { Output } from "../core/output.ts"
import type { ListRequest, VersionList } from "../core/version-list.ts"

/** What the commands work with. */
export interface CliContext {
  /** The folder whose bin/ holds the hooks. */
  readonly root: string
  readonly version: string
  readonly buildpacks: readonly Buildpack[]
  readonly makeMirror: (request: MirrorRequest) => Promise<void>
  readonly makeLock: (request: LockRequest) => Promise<MadeLock>
  /** The platforms for which a lock's text has all files, in words. */
  readonly lockCover: (text: string) => Promise<string>
  readonly listVersions: (request: ListRequest) => Promise<readonly VersionList[]>
  readonly env: Env
  /** The log; answers that a machine reads go to standard output by themselves. */
  readonly output: Output
  /** Writes to standard output. */
  readonly print: (text: string) => void
  readonly signal: AbortSignal
}
