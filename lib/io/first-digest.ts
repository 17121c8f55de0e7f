import type { Digest } from "../core/runtime.ts"
import { printable } from "./location.ts"
import type { DownloadOptions } from "./receive.ts"
import { sourceDigest } from "./source-digest.ts"

/** A digest that nobody published, and what to warn of. */
export interface FirstDigest {
  readonly digest: Digest
  readonly warning: string
}

/**
 * The digest of a file of which none is published: the file is downloaded to have it, and trusted as it comes. Whoever asks
 * keeps it, so that the file is held to it from then on, and tells of it. `check` throws what is wrong with the first bytes.
 * Throws `download/...` errors too.
 */
export async function firstDigest(
  url: string,
  check: (head: Buffer) => void,
  options: DownloadOptions,
): Promise<FirstDigest> {
  const hex = await sourceDigest(url, check, options)
  return {
    digest: { algorithm: "sha256", hex, firstUse: true },
    warning: `Trusting ${printable(url)} as it is today, since no digest of it is published: sha256 ${hex}`,
  }
}
