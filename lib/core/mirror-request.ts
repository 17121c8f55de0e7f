import type { Env } from "./env.ts"
import type { Output } from "./output.ts"
import type { Target } from "./target.ts"

/** Exact versions; one that is not given is the newest that fits the others. */
export interface UpstreamVersions {
  readonly erlang?: string | undefined
  readonly elixir?: string | undefined
  readonly node?: string | undefined
}

/** Where the runtimes come from: the distribution's packages and npm, or upstream in these or the newest versions. */
export type MirrorSource = { readonly kind: "apt" } | { readonly kind: "upstream"; readonly versions: UpstreamVersions }

/** A mirror that is wanted. */
export interface MirrorRequest {
  /** Made when it is not there. What is in it stays; a second run with the same versions downloads nothing. */
  readonly dir: string
  readonly source: MirrorSource
  readonly env: Env
  readonly target: Target
  readonly output: Output
  readonly signal?: AbortSignal | undefined
}
