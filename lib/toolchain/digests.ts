import type { BuildMemory } from "../core/build-memory.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type Artifact, type Digest, type KnownDigest, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin } from "../core/setting.ts"
import type { DownloadOptions } from "../io/receive.ts"
import type { Found } from "./index-search.ts"
import { isLocked } from "./locked-mismatch.ts"
import { explainMissing } from "./missing-file.ts"
import { canonicalUrl } from "./origins.ts"
import { requestFor, type Search } from "./search.ts"

/** Where digests come from that no index lists. */
export interface DigestContext extends DownloadOptions {
  /** What earlier builds trusted; absent where nothing is kept, or nothing is to be taken from there. */
  readonly trusted?: ((url: string) => Promise<Digest | undefined>) | undefined
  readonly indexes?: Pick<BuildMemory, "trust"> | undefined
}

/**
 * The found file with its digest: as listed, else as the app knows it, else as it was when the file was first used, which
 * may be now. Throws `mise/digest` when the app knows another one.
 */
export async function withDigest(found: Found, search: Search, context: DigestContext): Promise<Artifact> {
  const digest = found.digest ?? knownFor(found, search)[0]?.digest ?? (await trusted(found, context))
  return checkKnown({ ...found, digest }, search)
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
  return requestFor(name, search)?.knownDigests?.filter((known) => known.url === canonical) ?? []
}

async function trusted(found: Found, context: DigestContext): Promise<Digest> {
  const { url } = found
  const known = await context.trusted?.(url)
  if (known !== undefined) return known
  const { firstDigest } = await import("./first-digest.ts")
  const digest = await firstDigest(url, context).catch((error: unknown) => {
    throw explainMissing(found, error)
  })
  context.indexes?.trust(url, digest)
  return digest
}

/** A file of the app, such as mise.lock, knows the file by another digest. */
function knownDigestDiffers(artifact: Artifact, known: KnownDigest): BuildpackError {
  const { name, version, digest } = artifact
  const title = `${runtimeTitles[name]} ${version.value}`
  const place = describeOrigin(known.origin)
  const other = isLocked(artifact) ? describeOrigin(version.origin) : "listed"
  return new BuildpackError("mise/digest", `${place} has another digest of ${title}`, {
    help: prose`
      ${place}:  ${known.digest.algorithm}:${known.digest.hex}
      ${other}:  ${digest.algorithm}:${digest.hex}

      They are of the same file, ${known.url}
      so it was published anew since, or one of the two is wrong. Nothing was downloaded.
      If the new file is what you want, renew that lock with the tool that made it: mise lock
    `,
  })
}
