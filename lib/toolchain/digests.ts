import type { IndexMemory } from "../core/index-memory.ts"
import type { Artifact, Digest, KnownDigest } from "../core/runtime.ts"
import type { DownloadOptions } from "../io/receive.ts"
import { firstDigest } from "./first-digest.ts"
import { knownDigestDiffers } from "./lock-errors.ts"
import { canonicalUrl } from "./lock-place.ts"
import type { Found, Search } from "./search.ts"

/** Where digests come from that no index lists. */
export interface DigestContext extends DownloadOptions {
  /** What earlier builds trusted; absent where nothing is kept, or nothing is to be taken from there. */
  readonly trusted?: ((url: string) => Promise<Digest | undefined>) | undefined
  readonly indexes?: Pick<IndexMemory, "trust"> | undefined
}

/**
 * The found files with their digests: as listed, else as the app knows it, else as it was when the file was first used,
 * which may be now. Throws `lock/digest` when the app knows another one.
 */
export async function withDigests(
  found: readonly Found[],
  search: Search,
  context: DigestContext,
): Promise<readonly Artifact[]> {
  return Promise.all(
    found.map(async (one): Promise<Artifact> => {
      const { name, choice, url } = one
      const { version, asked, passedOver } = choice
      const artifact = { name, version, asked, passedOver, url }
      const digest = choice.digest ?? knownFor(artifact, search)[0]?.digest ?? (await trusted(url, context))
      return checkKnown({ ...artifact, digest }, search)
    }),
  )
}

/** The artifact, unless the app knows its file by another digest. */
export function checkKnown(artifact: Artifact, search: Search): Artifact {
  const { algorithm, hex } = artifact.digest
  const other = knownFor(artifact, search).find(({ digest }) => digest.algorithm === algorithm && digest.hex !== hex)
  if (other !== undefined) throw knownDigestDiffers(artifact, other)
  return artifact
}

function knownFor({ name, url }: Pick<Artifact, "name" | "url">, search: Search): readonly KnownDigest[] {
  const canonical = canonicalUrl(name, url, search.origins)
  const request = search.requests.find((one) => one.name === name)
  return request?.knownDigests?.filter((known) => known.url === canonical) ?? []
}

async function trusted(url: string, context: DigestContext): Promise<Digest> {
  const known = await context.trusted?.(url)
  if (known !== undefined) return known
  const digest = await firstDigest(url, context)
  context.indexes?.trust(url, digest)
  return digest
}
