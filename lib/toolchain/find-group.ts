import type { Artifact } from "../core/runtime.ts"
import { findHeld, findListed } from "./find-recalled.ts"
import { type Finding, withDigests } from "./finding.ts"
import type { Part } from "./index-search.ts"
import { fromOrigin } from "./index-text.ts"
import { keep, recall } from "./resolved.ts"
import type { Search } from "./search.ts"

/**
 * Finds runtimes that go together: as the last build resolved them where the same is asked for, so that nothing floats,
 * else anew. What the cache does not hold has to be downloaded, and for that its digest has to be today's.
 */
export async function findGroup(part: Part, search: Search, finding: Finding): Promise<readonly Artifact[]> {
  const { indexes: memory, freshCache } = finding.context
  if (search.requests.length === 0) return []
  if (memory === undefined) return findAnew(part, search, finding)
  const recalled = freshCache?.value === true ? new Map() : await recall(search, part, memory)
  const artifacts =
    (await findHeld(search, recalled, memory, finding)) ??
    (await findListed(search, recalled, finding)) ??
    (await findAnew(part, search, finding))
  await keep(artifacts, search, part, memory)
  return artifacts
}

/** What chooses is loaded here alone: a warm build has chosen. */
async function findAnew(part: Part, search: Search, finding: Finding): Promise<readonly Artifact[]> {
  const { searchIndexes } = await import("./index-search.ts")
  const found = await searchIndexes(part, search, {
    read: fromOrigin(finding.indexes),
    elsewhere: async (here) => {
      const { otpElsewhere } = await import("./otp-elsewhere.ts")
      return otpElsewhere(search.origins, here, finding.indexes, Date.now)
    },
  })
  return withDigests(found, search, finding)
}
