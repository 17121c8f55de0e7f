import type { Artifact, RuntimeRequest } from "../core/runtime.ts"
import { today } from "../io/today.ts"
import { disagreements } from "../versions/disagreement.ts"
import { versionNotes } from "../versions/version-notes.ts"
import { findGroup } from "./find-group.ts"
import type { FindContext, Finding } from "./finding.ts"
import { once, rememberedOrFresh } from "./index-text.ts"
import { checkKnown, otherFiles } from "./known-digests.ts"
import { lockedArtifacts } from "./lock-read.ts"
import { type Keeper, newerPatches } from "./newer-versions.ts"
import { requestFor, type Search, searchFor } from "./search.ts"

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
  const optional = once(rememberedOrFresh(indexes, Date.now))
  const finding: Finding = { context, indexes, isFolder, optional }

  const found =
    context.lock === undefined ? await findGroups(search, finding) : await lockedArtifacts(context.lock, search)
  const artifacts = found.map((artifact) => ({
    ...checkKnown(artifact, search),
    request: requestFor(artifact.name, search),
  }))
  for (const text of await news(artifacts, search, finding)) context.output({ kind: "detail", text })
  for (const text of warnings(artifacts, search, context)) context.output({ kind: "warning", text })
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

/** What is newer than the build takes. */
async function news(
  artifacts: readonly Artifact[],
  search: Search,
  { context, optional }: Finding,
): Promise<readonly string[]> {
  if (!(await wantsNews(artifacts, context))) return []
  const keeper: Keeper = context.lock === undefined ? "cache" : "lock"
  return newerPatches(artifacts, search, keeper, optional)
}

/**
 * Unless the caller knows, only where looking costs nothing: where no build remembers, it would at every build, and a build
 * that has to download has enough to do.
 */
async function wantsNews(artifacts: readonly Artifact[], { news, indexes, lock }: FindContext): Promise<boolean> {
  if (news !== undefined || indexes === undefined) return news === "always"
  if (lock === undefined) return true
  return (await Promise.all(artifacts.map((artifact) => indexes.holds(artifact)))).every(Boolean)
}

function warnings(artifacts: readonly Artifact[], search: Search, { env }: FindContext): readonly string[] {
  const versions = artifacts.map(({ name, version }) => ({ name, version: version.value }))
  return [
    ...artifacts.flatMap((artifact) => otherFiles(artifact, search)),
    ...artifacts.flatMap((artifact) =>
      artifact.request === undefined ? [] : disagreements(artifact.name, artifact, artifact.request),
    ),
    ...versionNotes(versions, today(env)),
  ]
}
