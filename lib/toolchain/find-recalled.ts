import type { BuildMemory } from "../core/build-memory.ts"
import { type Artifact, type Digest, runtimeTitles } from "../core/runtime.ts"
import { type FindContext, type Finding, withDigests } from "./finding.ts"
import type { Found } from "./index-search.ts"
import { fromOrigin, whereThere } from "./index-text.ts"
import { listedFile } from "./listed-file.ts"
import type { Recalled } from "./resolved.ts"
import type { Search } from "./search.ts"

/** All of them as they were, when the cache holds them all. Indexes are only looked at to see what was published anew. */
export async function findHeld(
  search: Search,
  recalled: Recalled,
  memory: BuildMemory,
  { optional, isFolder, context }: Finding,
): Promise<readonly Artifact[] | undefined> {
  const artifacts = [...recalled.values()]
  if (isFolder || artifacts.length < search.requests.length) return undefined
  const held = await Promise.all(artifacts.map((artifact) => memory.holds(artifact)))
  if (!held.every(Boolean)) return undefined
  return Promise.all(
    artifacts.map(async (artifact) => {
      const listed = isBuiltAnew(artifact) ? await listedFile(artifact, search, optional) : undefined
      return asListed(artifact, listed?.digest ?? artifact.digest, context)
    }),
  )
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
  const artifacts = await withDigests([...known, ...tools], search, finding)
  return search.requests.flatMap(({ name }) => {
    const former = recalled.get(name)
    const own = artifacts.filter((artifact) => artifact.name === name)
    return own.map((artifact) =>
      former === undefined ? artifact : asListed({ ...former, url: artifact.url }, artifact.digest, finding.context),
    )
  })
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

/** The former artifact, with the digest that is listed now. */
function asListed(former: Artifact, digest: Digest, { output }: FindContext): Artifact {
  if (former.digest.hex !== digest.hex) {
    const title = `${runtimeTitles[former.name]} ${former.version.value}`
    const text = `${title} was published anew since the last build: taking what is listed now`
    output({ kind: "warning", text })
  }
  return { ...former, digest }
}
