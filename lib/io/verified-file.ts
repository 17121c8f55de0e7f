import { createHash } from "node:crypto"
import type { Digest } from "../core/runtime.ts"
import { writeAtomic } from "./files.ts"

/** What the bytes have to be, and who hears of them. */
export interface VerifyOptions {
  readonly expected: Digest
  /** Makes the error to throw when the bytes have another digest. */
  readonly mismatch: (actual: string) => Error
  /** Called with the number of bytes so far. */
  readonly report: (bytes: number) => void
  readonly signal?: AbortSignal | undefined
}

/** Writes the chunks to a file that appears only when they are complete and have the expected digest. Gives their bytes. */
export async function saveVerified(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  options: VerifyOptions,
): Promise<number> {
  let bytes = 0
  async function* verified(): AsyncGenerator<Uint8Array> {
    const hash = createHash(options.expected.algorithm)
    for await (const chunk of chunks) {
      options.signal?.throwIfAborted()
      hash.update(chunk)
      bytes += chunk.length
      options.report(bytes)
      yield chunk
    }
    const actual = hash.digest("hex")
    if (actual !== options.expected.hex) throw options.mismatch(actual)
  }
  await writeAtomic(path, verified())
  return bytes
}
