import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { IndexMemory } from "../core/index-memory.ts"
import type { Output } from "../core/output.ts"
import type { Artifact, RuntimeName, RuntimeRequest } from "../core/runtime.ts"
import type { Target } from "../core/target.ts"
import { isBranch } from "../versions/elixir-branch.ts"
import { fromMemory, fromOrigin } from "./index-text.ts"
import { otpFolder } from "./indexes.ts"
import { originsFrom } from "./origins.ts"
import { type Search, searchIndexes } from "./search.ts"
import { type UbuntuRelease, ubuntuFor } from "./ubuntu.ts"

/** They follow a pinned Elixir: what was chosen for it once stays until something else is asked for. */
const followers: readonly RuntimeName[] = ["hex", "rebar3"]

/** What finding runtimes depends on. */
export interface FindContext {
  /** For BEAMPACK_MIRROR and the proxy. */
  readonly env: Env
  readonly target: Target
  readonly output: Output
  readonly signal?: AbortSignal | undefined
  /** What earlier builds read; absent where nothing is kept. */
  readonly indexes?: IndexMemory | undefined
}

/**
 * Finds the wanted runtimes in their indexes: versions that fit each other, each with its URL and digest, in the order
 * in which they build on each other. Reads only the indexes it needs, and none again for pinned versions that the cache
 * holds; downloads no runtime.
 */
export async function findArtifacts(
  requests: readonly RuntimeRequest[],
  context: FindContext,
): Promise<readonly Artifact[]> {
  const { target } = context
  const origins = originsFrom(context.env)
  const search: Search = {
    wanted: new Set(requests.map(({ name }) => name)),
    pins: Object.fromEntries(requests.map(({ name, wishes }) => [name, wishes[0]])),
    origins,
    arch: target.arch,
    otp: requests.some(({ name }) => name !== "node") ? otpFolder(origins, target.arch, ubuntuOf(context)) : undefined,
  }
  // A mirror that is a folder needs no memory: it is there, or the user has to know.
  const indexes = origins.hex.startsWith("file:") ? undefined : context.indexes
  const arePinned = requests.every(isSettled)
  const installed = indexes !== undefined && arePinned ? await findInstalled(search, indexes) : undefined
  return installed ?? searchIndexes(search, fromOrigin({ ...context, indexes }))
}

/** Whether it is the same at each build. A branch moves on, and what follows a pinned Elixir stays as it was. */
function isSettled({ name, wishes: [version] }: RuntimeRequest): boolean {
  return version === undefined ? followers.includes(name) : !isBranch(version.value)
}

function ubuntuOf({ target, output }: FindContext): UbuntuRelease {
  const { release, note } = ubuntuFor(target)
  if (note !== undefined) output(note)
  return release
}

/**
 * The runtimes as earlier builds found them, when the cache holds them all. What it lacks is downloaded, and for that
 * its digest has to be today's: a version may have been published anew.
 */
async function findInstalled(search: Search, indexes: IndexMemory): Promise<readonly Artifact[] | undefined> {
  try {
    const found = await searchIndexes(search, fromMemory(indexes))
    const held = await Promise.all(found.map((artifact) => indexes.holds(artifact)))
    return held.every(Boolean) ? found : undefined
  } catch (error) {
    // Not listed there; the origin may know more.
    if (error instanceof BuildpackError) return undefined
    throw error
  }
}
