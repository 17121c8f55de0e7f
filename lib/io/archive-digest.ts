import { unknownFormat } from "./archive-errors.ts"
import { archiveFormat, describeHead } from "./archive-format.ts"
import { fileName } from "./location.ts"
import type { DownloadOptions } from "./receive.ts"
import { sourceDigest } from "./source-digest.ts"

/** The sha256 of the archive at an http(s) or file URL, as `sourceDigest` has it. Throws `archive/unknown-format` too. */
export async function archiveDigest(source: string, options: DownloadOptions): Promise<string> {
  const check = (head: Buffer): void => {
    if (archiveFormat(head) === undefined) throw unknownFormat(fileName(source), describeHead(head))
  }
  return sourceDigest(source, check, options)
}
