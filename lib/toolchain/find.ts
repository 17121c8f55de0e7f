import type { Artifact, RuntimeRequest } from "../core/runtime.ts"
import { today } from "../io/today.ts"
import { disagreements } from "../versions/disagreement.ts"
import { buildRef } from "../versions/lock.ts"
import { versionNotes } from "../versions/version-notes.ts"
import { checkKnown } from "./digests.ts"
import { type FindContext, type Finding, findGroup } from "./find-group.ts"
import { rememberedOrFresh } from "./index-text.ts"
import { type Keeper, newerPatches } from "./lock-news.ts"
import { lockedArtifacts } from "./lock-read.ts"
import { searchFor } from "./platform-search.ts"
import { once } from "./reading.ts"
import { requestFor, type Search } from "./search.ts"

/**
 * Finds the wanted runtimes: versions that fit each other, each with its URL and digest, in the order in which they build
 * on each other. The app's lock has them all, or else the last build's as long as the same is asked for; what neither
 * has is looked up in the indexes, of which no others are read. Downloads no runtime, but for the digest of one that has
 * none.
 */
export async function findArtifacts(
  requests: readonly RuntimeRequest[],
  context: FindContext,
): Promise<readonly Artifact[]> {
  const search = searchFor(requests, context)
  // A mirror that is a folder needs no memory: it is there, or the user has to know.
  const isFolder = search.origins.hex.startsWith("file:")
  const indexes = isFolder ? { ...context, indexes: undefined } : context
  // Asked for the time at each index, since some are read only now.
  const soft = once<undefined>((...index) => rememberedOrFresh(indexes, Date.now())(...index))
  const finding: Finding = { context, indexes, isFolder, soft }

  const found =
    context.lock === undefined ? await findGroups(search, finding) : await lockedArtifacts(context.lock, search)
  const artifacts = found.map((artifact) => ({
    ...checkKnown(artifact, search),
    request: requestFor(artifact.name, search),
  }))
  for (const text of await news(artifacts, search, finding)) context.output({ kind: "detail", text })
  for (const text of warnings(artifacts, context)) context.output({ kind: "warning", text })
  return artifacts
}

/** What has to fit together is found together; the others by themselves. */
async function findGroups(search: Search, finding: Finding): Promise<readonly Artifact[]> {
  const beam = search.requests.filter(({ name }) => name !== "node")
  const node = search.requests.filter(({ name }) => name === "node")
  const found = await Promise.all([
    findGroup("beam", { ...search, requests: beam }, finding),
    findGroup("node", { ...search, requests: node }, finding),
  ])
  return found.flat()
}

/**
 * What is newer, as far as looking costs nothing: where no build remembers, it would at every build, and a build that has
 * to download has enough to do.
 */
async function news(
  artifacts: readonly Artifact[],
  search: Search,
  { context, soft }: Finding,
): Promise<readonly string[]> {
  const { indexes: memory, lock } = context
  if (memory === undefined) return []
  if (lock !== undefined && !(await Promise.all(artifacts.map((one) => memory.holds(one)))).every(Boolean)) return []
  const keeper: Keeper = lock === undefined ? "cache" : "lock"
  return newerPatches(artifacts, search, keeper, soft)
}

function warnings(artifacts: readonly Artifact[], { env }: FindContext): readonly string[] {
  const versions = artifacts.map(({ name, version }) => ({ name, version: version.value }))
  return [
    ...artifacts.flatMap(({ name, version, asked, url, request }) =>
      request === undefined ? [] : disagreements(name, { version, asked, ref: buildRef(url) }, request),
    ),
    ...versionNotes(versions, today(env)),
  ]
}
