import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import type { Digest } from "../core/runtime.ts"

/** The digest of one file in a `SHASUMS256.txt` (lines of `SHA256  FILE`). Throws `node/no-digest` when it is not there. */
export function digestIn(text: string, file: string, source: string): Digest {
  const digest = listedDigest(text, file)
  if (digest === undefined) throw noDigest(file, source)
  return digest
}

/** The same; undefined when it is not there. */
export function listedDigest(text: string, file: string): Digest | undefined {
  for (const line of text.split("\n")) {
    const [, hex, name] = /^([0-9a-f]{64}) [ *](\S+)\s*$/i.exec(line) ?? []
    if (hex !== undefined && name === file) return { algorithm: "sha256", hex: hex.toLowerCase() }
  }
  return undefined
}

function noDigest(file: string, source: string): BuildpackError {
  return new BuildpackError("node/no-digest", `${file} cannot be verified`, {
    help: prose`
      ${source} has no SHA-256 digest of it, and nothing is installed that cannot be verified.
      Take another version with NODE_VERSION.
    `,
  })
}
