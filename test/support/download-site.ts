import { createHash } from "node:crypto"
import { join } from "node:path"
import type { Digest } from "../../lib/core/runtime.ts"
import { tempDir, writeFiles } from "./app.ts"
import { type Origin, startOrigin } from "./origin.ts"

export const CONTENT = "a runtime, byte by byte\n".repeat(10_000)

export function digestOf(text: string | Buffer, algorithm: Digest["algorithm"] = "sha256"): Digest {
  return { algorithm, hex: createHash(algorithm).update(text).digest("hex") }
}

/** An archive as far as its first bytes tell. */
export const ARCHIVE = `PK\x03\x04${CONTENT}`

export interface DownloadSite {
  readonly origin: Origin
  /** Of a file with `CONTENT`, unless another was given. */
  readonly url: string
  /** The folder that downloads go to; it is not there at first. */
  readonly dir: string
  readonly to: string
}

/** An origin with one file, and a place to download it to. */
export async function downloadSite(content = CONTENT): Promise<DownloadSite> {
  const root = await tempDir()
  await writeFiles(root, { "files/otp.tar.gz": content })
  const origin = await startOrigin(join(root, "files"))
  return { origin, url: `${origin.url}/otp.tar.gz`, dir: join(root, "new"), to: join(root, "new/otp.tar.gz") }
}
