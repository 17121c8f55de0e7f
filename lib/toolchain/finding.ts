import type { BuildMemory } from "../core/build-memory.ts"
import type { Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import type { Artifact } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import type { Target } from "../core/target.ts"
import { withDigest } from "./digests.ts"
import type { Found } from "./index-search.ts"
import type { IndexContext, ReadIndex } from "./index-text.ts"
import type { Recalled } from "./resolved.ts"
import type { Search } from "./search.ts"

/** What finding runtimes depends on. */
export interface FindContext {
  /** For BEAMPACK_MIRROR, the proxy and the day. */
  readonly env: Env
  readonly target: Target
  readonly output: Output
  readonly signal?: AbortSignal | undefined
  /** What earlier builds read and resolved; absent where nothing is kept. */
  readonly indexes?: BuildMemory | undefined
  /** The text of the app's beampack.lock; absent when it has none. */
  readonly lock?: string | undefined
  /** Whether to say which newer versions there are; when it is left open, that is said where looking is cheap. */
  readonly news?: "always" | "never" | undefined
  /** True when the user wants nothing to be taken from the cache. */
  readonly freshCache?: Setting<boolean> | undefined
}

/** How the parts of one search work together. */
export interface Finding {
  readonly context: FindContext
  /** How indexes are read. */
  readonly indexes: IndexContext
  /** Whether they come from a folder: reading them costs nothing. */
  readonly isFolder: boolean
  /** Reads indexes that the build could do without. */
  readonly optional: ReadIndex<undefined>
}

/**
 * Found files with their digests. Those that earlier builds recorded count also when the user wants nothing to be taken
 * from the cache: what is wanted then are other versions or layers, and not files of anybody.
 */
export async function withDigests(
  found: readonly Found[],
  search: Search,
  { context }: Finding,
  recalled: Recalled = new Map(),
): Promise<readonly Artifact[]> {
  return Promise.all(
    found.map((one) => withDigest(one, search, { ...context, former: recalled.get(one.name)?.digest })),
  )
}
