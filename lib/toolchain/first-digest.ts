import type { Digest } from "../core/runtime.ts"
import { archiveDigest } from "../io/archive-digest.ts"
import { printable } from "../io/location.ts"
import type { DownloadOptions } from "../io/receive.ts"

/**
 * The digest of a listed file that is listed without one: the file is downloaded to have it, and trusted as it comes, with
 * a warning. Whoever asks keeps it, so that the file is held to it from then on. Throws `download/...` errors and
 * `archive/unknown-format`.
 */
export async function firstDigest(url: string, context: DownloadOptions): Promise<Digest> {
  const hex = await archiveDigest(url, context)
  context.output?.({
    kind: "warning",
    text: `Trusting ${printable(url)} as it is today, since no digest of it is published: sha256 ${hex}`,
  })
  return { algorithm: "sha256", hex, firstUse: true }
}
