import { createHash } from "node:crypto"
import { HEAD_BYTES } from "./archive-format.ts"
import { fileName } from "./location.ts"
import { progress } from "./progress.ts"
import { type DownloadOptions, receive } from "./receive.ts"

/**
 * The sha256 of the file at an http(s) or file URL, in hex. It is downloaded as `download` does, and kept nowhere. `check`
 * throws what is wrong with it, as far as its first bytes tell: nobody wants the digest of a proxy's page.
 */
export async function sourceDigest(
  source: string,
  check: (head: Buffer) => void,
  options: DownloadOptions,
): Promise<string> {
  return receive(source, { ...options, compress: false }, async (body) => {
    const report = progress(fileName(source), body.total, options.output)
    const hash = createHash("sha256")
    let bytes = 0
    let head = Buffer.alloc(0)
    for await (const chunk of body.chunks) {
      options.signal?.throwIfAborted()
      if (bytes < HEAD_BYTES) head = Buffer.concat([head, chunk])
      hash.update(chunk)
      bytes += chunk.length
      report(bytes)
    }
    check(head)
    return hash.digest("hex")
  })
}
