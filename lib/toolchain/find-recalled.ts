import type { BuildMemory } from "../core/build-memory.ts"
import type { Artifact } from "../core/runtime.ts"
import { type Finding, withDigests } from "./finding.ts"
import type { Found } from "./index-search.ts"
import { fromOrigin, whereThere } from "./index-text.ts"
import { knownOtherwise } from "./known-digests.ts"
import { listedFile } from "./listed-file.ts"
import type { Recalled } from "./resolved.ts"
import type { Search } from "./search.ts"

/** All of them as they were, when the cache holds them all. Indexes are only looked at to see what was published anew. */
export async function findHeld(
  search: Search,
  recalled: Recalled,
  memory: BuildMemory,
  finding: Finding,
): Promise<readonly Artifact[] | undefined> {
  const { optional, isFolder } = finding
  const artifacts = [...recalled.values()]
  if (isFolder || artifacts.length < search.requests.length) return undefined
  const held = await Promise.all(artifacts.map((artifact) => memory.holds(artifact)))
  // When the app knows better, the lists have to tell what is there now.
  const isDoubted = artifacts.some((artifact) => knownOtherwise(artifact, search) !== undefined)
  if (isDoubted || !held.every(Boolean)) return undefined
  const found = artifacts.map(async (artifact): Promise<readonly Artifact[]> => {
    const listed = isBuiltAnew(artifact) ? await listedFile(artifact, search, optional) : undefined
    if (listed?.digest === undefined) return [artifact]
    return withDigests([{ ...artifact, digest: listed.digest }], search, finding, recalled)
  })
  return (await Promise.all(found)).flat()
}

/** Whether upstream may replace the file; that of others is published once. */
function isBuiltAnew({ name }: Artifact): boolean {
  return name === "erlang" || name === "elixir"
}

/**
 * Those that were resolved, in the same versions, as the indexes list them, and the tools that are new beside them;
 * undefined when one is listed no more.
 */
export async function findListed(
  search: Search,
  recalled: Recalled,
  finding: Finding,
): Promise<readonly Artifact[] | undefined> {
  if (recalled.size === 0) return undefined
  const read = whereThere(fromOrigin(finding.indexes))
  const [tools, ...known] = await Promise.all([
    findNewTools(search, recalled, finding),
    ...[...recalled.values()].map(async (former): Promise<Found | undefined> => {
      const listed = await listedFile(former, search, read)
      return listed && { ...former, ...listed }
    }),
  ])
  if (tools === undefined || !known.every((one) => one !== undefined)) return undefined
  const artifacts = await withDigests([...known, ...tools], search, finding, recalled)
  return search.requests.flatMap(({ name }) => artifacts.filter((artifact) => artifact.name === name))
}

/** Hex and rebar3 that were not resolved, for the Erlang/OTP and Elixir that were; undefined when these were not. */
async function findNewTools(
  search: Search,
  recalled: Recalled,
  { indexes }: Finding,
): Promise<readonly Found[] | undefined> {
  const requests = search.requests.filter(({ name }) => !recalled.has(name))
  if (requests.length === 0) return []
  const [otp, elixir] = [recalled.get("erlang"), recalled.get("elixir")]
  if (otp === undefined || elixir === undefined) return undefined
  const { findMixTools } = await import("./index-search.ts")
  const host = { elixir: elixir.version.value, otp: otp.version.value }
  return findMixTools(host, { ...search, requests }, fromOrigin(indexes))
}
