import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { IndexMemory } from "../core/index-memory.ts"
import type { Output } from "../core/output.ts"
import { type Artifact, type Digest, type RuntimeRequest, runtimeTitles } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import type { Target } from "../core/target.ts"
import { buildRef } from "../versions/lock.ts"
import { withDigests } from "./digests.ts"
import { fromOrigin, type IndexContext, type ReadIndex } from "./index-text.ts"
import { loadElixirIndex, loadOtpIndex, otpFolder } from "./indexes.ts"
import { keepLock, type Recalled, recallLock } from "./lock-memory.ts"
import { otherPlatforms } from "./other-platforms.ts"
import { type Search, searchIndexes } from "./search.ts"

/** What finding runtimes depends on. */
export interface FindContext {
  /** For BEAMPACK_MIRROR, the proxy and the day. */
  readonly env: Env
  readonly target: Target
  readonly output: Output
  readonly signal?: AbortSignal | undefined
  /** What earlier builds read and resolved; absent where nothing is kept. */
  readonly indexes?: IndexMemory | undefined
  /** The text of the app's beampack.lock; absent when it has none. */
  readonly lock?: string | undefined
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
  readonly soft: ReadIndex<undefined>
}

/**
 * Finds runtimes that go together: as the last build resolved them where the same is asked for, so that nothing floats,
 * else anew. What the cache does not hold has to be downloaded, and for that its digest has to be today's.
 */
export async function findGroup(part: string, search: Search, finding: Finding): Promise<readonly Artifact[]> {
  const { indexes: memory, freshCache } = finding.context
  if (search.requests.length === 0) return []
  if (memory === undefined) return findAnew(search, finding)
  const recalled = freshCache?.value === true ? new Map() : await recallLock(search, part, memory)
  const artifacts =
    (await findHeld(search, recalled, memory, finding)) ??
    (await findListed(search, recalled, finding)) ??
    (await findAnew(search, finding))
  await keepLock(artifacts, search, part, memory)
  return artifacts
}

/** All of them as they were, when the cache holds them all. Indexes are only looked at to see what was published anew. */
async function findHeld(
  search: Search,
  recalled: Recalled,
  memory: IndexMemory,
  { soft, isFolder, context }: Finding,
): Promise<readonly Artifact[] | undefined> {
  const artifacts = [...recalled.values()]
  if (isFolder || artifacts.length < search.requests.length) return undefined
  const held = await Promise.all(artifacts.map((artifact) => memory.holds(artifact)))
  if (!held.every(Boolean)) return undefined
  return Promise.all(
    artifacts.map(async (artifact) => {
      const digest = (await listedDigest(artifact, search, soft)) ?? artifact.digest
      return asListed(artifact, { ...artifact, digest }, context)
    }),
  )
}

/** The digest that a build has in its index now; what has others is published once. */
async function listedDigest(
  { name, url }: Artifact,
  { origins, platform: { arch, ubuntu } }: Search,
  read: ReadIndex<undefined>,
): Promise<Digest | undefined> {
  const hasBuilds = ubuntu !== undefined && (name === "erlang" || name === "elixir")
  if (!hasBuilds) return undefined
  const index = await (name === "elixir"
    ? loadElixirIndex(origins, read)
    : loadOtpIndex(otpFolder(origins, arch, ubuntu), read))
  const ref = buildRef(url)
  const hex = index?.entries.find((entry) => entry.ref === ref)?.sha256
  return hex === undefined ? undefined : { algorithm: "sha256", hex }
}

/** Those that were resolved in the same versions, from the indexes; undefined when these do not list them any more. */
async function findListed(
  search: Search,
  recalled: Recalled,
  finding: Finding,
): Promise<readonly Artifact[] | undefined> {
  if (recalled.size === 0) return undefined
  try {
    const artifacts = await findAnew(pinned(search, recalled), finding)
    return artifacts.map((artifact) => {
      const former = recalled.get(artifact.name)
      return former === undefined ? artifact : asListed(former, artifact, finding.context)
    })
  } catch (error) {
    if (error instanceof BuildpackError && error.id.startsWith("version/")) return undefined
    throw error
  }
}

async function findAnew(search: Search, { context, indexes }: Finding): Promise<readonly Artifact[]> {
  const { indexes: memory, freshCache } = context
  const found = await searchIndexes(search, {
    read: fromOrigin(indexes),
    elsewhere: (here) => otherPlatforms(search.origins, here, indexes, Date.now()),
  })
  const trusted = freshCache?.value === true ? undefined : memory?.trusted
  return withDigests(found, search, { ...context, trusted })
}

/** The former artifact, with the file that is listed now. */
function asListed(former: Artifact, { url, digest }: Artifact, { output }: FindContext): Artifact {
  if (former.digest.hex !== digest.hex) {
    const title = `${runtimeTitles[former.name]} ${former.version.value}`
    const text = `${title} was published anew since the last build: taking what is listed now`
    output({ kind: "warning", text })
  }
  return { ...former, url, digest }
}

/** The search for just the versions that were resolved. */
function pinned(search: Search, recalled: Recalled): Search {
  return {
    ...search,
    requests: search.requests.map((request) => {
      const artifact = recalled.get(request.name)
      return artifact === undefined ? request : pin(request, artifact)
    }),
  }
}

function pin(request: RuntimeRequest, { name, version: { value, origin }, url }: Artifact): RuntimeRequest {
  // An Elixir is told from others of its version by the OTP that it is for.
  const exact = name === "elixir" ? buildRef(url).replace(/^v/, "") : value
  return { ...request, wishes: [{ value: exact, origin }], requirements: [] }
}
