import type { Buildpack } from "../core/buildpack.ts"
import type { Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import type { Target } from "../core/target.ts"

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

/** What the commands work with. */
export interface CliContext {
  /** The folder whose bin/ holds the hooks. */
  readonly root: string
  readonly version: string
  readonly buildpacks: readonly Buildpack[]
  readonly makeMirror: (request: MirrorRequest) => Promise<void>
  readonly env: Env
  /** The log; answers that a machine reads go to standard output by themselves. */
  readonly output: Output
  /** Writes to standard output. */
  readonly print: (text: string) => void
  readonly signal: AbortSignal
}
