import type { BuildMemory } from "../core/build-memory.ts"
import { type Artifact, type Digest, type KnownDigest, runtimeTitles } from "../core/runtime.ts"
import type { DownloadOptions } from "../io/receive.ts"
import { trustedDigestDiffers } from "./digest-errors.ts"
import type { Found } from "./index-search.ts"
import { checkKnown, knownOf } from "./known-digests.ts"
import { explainMissing } from "./missing-file.ts"
import type { Search } from "./search.ts"

/** Where digests come from, and where they go, beside the indexes. */
export interface DigestContext extends DownloadOptions {
  /** Absent where nothing is kept. */
  readonly indexes?: Pick<BuildMemory, "recorded" | "record"> | undefined
  /** The one that the last build resolved the same version with. */
  readonly former?: Digest | undefined
}

/**
 * The found file with its digest: as listed, else as the app knows it, else as earlier builds recorded it, else as it is
 * now that it is first used. Throws `mise/digest` when the app knows another one, and `digest/not-trusted` when the file
 * had another one before any was listed.
 */
export async function withDigest(found: Found, search: Search, context: DigestContext): Promise<Artifact> {
  // A branch moves on, so that nothing of it is recorded.
  const recorded = found.branch === undefined ? await context.indexes?.recorded(found.url) : undefined
  const before = { recorded: recorded ?? context.former, known: knownOf(found, search)[0] }
  const digest = found.digest ?? (await unlisted(found, before, context))
  const artifact = checkKnown({ ...found, digest }, search)
  if (found.digest !== undefined) compare(artifact, before, context)
  const isRecorded = recorded?.hex === digest.hex && recorded.firstUse === digest.firstUse
  if (found.branch === undefined && !isRecorded) context.indexes?.record(found.url, digest)
  return artifact
}

/** What is known of a file beside what is listed. */
interface Before {
  readonly recorded: Digest | undefined
  readonly known: KnownDigest | undefined
}

/** The digest of a file that is listed without one. */
async function unlisted(found: Found, { recorded, known }: Before, context: DigestContext): Promise<Digest> {
  if (known !== undefined) return known.digest
  if (recorded === undefined) return trusted(found, context)
  if (!recorded.firstUse) {
    const text = `${titleOf(found)} is listed without a digest now: the file has to be the one that an earlier build took, until beampack lock writes down another`
    context.output?.({ kind: "warning", text })
  }
  return recorded
}

/** A file that upstream lists with another digest was built anew. One that was trusted by itself is another matter. */
function compare(artifact: Artifact, { recorded, known }: Before, { output }: DigestContext): void {
  if (recorded === undefined || recorded.hex === artifact.digest.hex) return
  if (recorded.firstUse && known === undefined) throw trustedDigestDiffers(artifact, recorded)
  output?.({
    kind: "warning",
    text: `${titleOf(artifact)} was published anew since the last build: taking what is listed now`,
  })
}

function titleOf({ name, version }: Pick<Artifact, "name" | "version">): string {
  return `${runtimeTitles[name]} ${version.value}`
}

async function trusted(found: Found, context: DigestContext): Promise<Digest> {
  const { url } = found
  const [{ firstDigest }, { checkArchive }] = await Promise.all([
    import("../io/first-digest.ts"),
    import("../io/archive-head.ts"),
  ])
  const first = await firstDigest(url, (head) => checkArchive(head, url), context).catch((error: unknown) => {
    throw explainMissing(found, error)
  })
  context.output?.({ kind: "warning", text: first.warning })
  return first.digest
}
