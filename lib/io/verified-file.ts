import { createHash } from "node:crypto"
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import type { Digest } from "../core/runtime.ts"
import { temporaryBeside } from "./temporary.ts"

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
  await mkdir(dirname(path), { recursive: true })
  const temporary = temporaryBeside(path)
  const hash = createHash(options.expected.algorithm)
  let bytes = 0
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
      options.report(bytes)
      yield chunk
    }
  }
  try {
    await writeFile(temporary, hashed(), { flag: "wx", ...(options.signal && { signal: options.signal }) })
    const actual = hash.digest("hex")
    if (actual !== options.expected.hex) throw options.mismatch(actual)
    await rename(temporary, path)
    return bytes
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
