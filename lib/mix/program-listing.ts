import { isRecord } from "../core/record.ts"
import type { Digest } from "../core/runtime.ts"

/** The digest of its file in what a registry of npm says of one version of a package; undefined when it says none. */
export function digestInDocument(text: string): Digest | undefined {
  const document = parsed(text)
  const dist = isRecord(document) && isRecord(document.dist) ? document.dist : {}
  const [, base64] = /(?:^|\s)sha512-([A-Za-z0-9+/]{86}==)/.exec(String(dist.integrity)) ?? []
  return base64 === undefined ? undefined : { algorithm: "sha512", hex: Buffer.from(base64, "base64").toString("hex") }
}

/** The digests in a list as `shasum -a 256 ./*` prints it, by the names of files; undefined for what is no such list. */
export function digestsInSums(text: string): ReadonlyMap<string, Digest> | undefined {
  const rows = [...text.matchAll(/^([0-9a-f]{64}) [ *](?:\.\/)?(\S+)\s*$/gim)]
  if (rows.length === 0) return undefined
  return new Map(rows.map(([, hex = "", name = ""]) => [name, { algorithm: "sha256", hex: hex.toLowerCase() }]))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
