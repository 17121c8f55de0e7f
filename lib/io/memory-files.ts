import type { BuildMemory, RememberedText } from "../core/build-memory.ts"
import type { LayerStore } from "../core/layer.ts"
import { isRecord } from "../core/record.ts"
import type { Digest } from "../core/runtime.ts"
import { printable } from "./location.ts"
import { sealedFiles } from "./sealed-files.ts"

/** The memory of an app's builds as files in a folder of its cache. */
export interface MemoryFiles extends BuildMemory {
  /** Writes what was kept. Until then nothing is written, so that a build that is refused leaves no trace. */
  save(): Promise<void>
}

/** `heldMetadata`: that of the layers of a name that the cache holds. `alone`: whether no other build uses it at this moment. */
export function memoryFiles(
  root: string,
  heldMetadata: (name: string) => Promise<readonly unknown[]>,
  alone?: LayerStore["alone"],
): MemoryFiles {
  const files = sealedFiles(root, alone)
  return {
    read: async (url) => toIndex(await files.read(indexKey(url))),
    write: (url, index) => files.keep(indexKey(url), fromIndex(index)),
    recorded: async (url) => toDigest(await files.read(digestKey(url))),
    record: (url, digest) => files.keep(digestKey(url), fromDigest(digest)),
    resolved: (part) => files.read(resolvedKey(part)),
    keepResolved: (part, text) => files.keep(resolvedKey(part), text),
    // A runtime's layers have its name.
    holds: async ({ name, digest }) => {
      const held = await heldMetadata(name).catch(() => [])
      return held.some((metadata) => isRecord(metadata) && metadata.digest === digest.hex)
    },
    save: files.save,
  }
}

function indexKey(url: string): string {
  return printable(url)
}

function digestKey(url: string): string {
  return `digest of ${printable(url)}`
}

/** Its first line says when it was read and what the server said about it; the text follows as it is. */
function fromIndex({ text, ...head }: RememberedText): string {
  return `${JSON.stringify(head)}\n${text}`
}

/** Undefined for what is none, as the files of versions that kept the text alone. */
function toIndex(kept: string | undefined): RememberedText | undefined {
  if (kept === undefined) return undefined
  const end = kept.indexOf("\n")
  const head = parsed(kept.slice(0, end))
  if (end === -1 || !isRecord(head) || typeof head.readAt !== "number") return undefined
  return {
    text: kept.slice(end + 1),
    readAt: head.readAt,
    etag: text(head.etag),
    lastModified: text(head.lastModified),
  }
}

function resolvedKey(part: string): string {
  return `resolved: ${part}`
}

/** The word at the end tells it from one that nobody has published. */
function fromDigest({ algorithm, hex, firstUse }: Digest): string {
  return firstUse ? `${algorithm} ${hex}` : `${algorithm} ${hex} listed`
}

function toDigest(kept: string | undefined): Digest | undefined {
  const [, algorithm, hex, listed] = /^(sha256|sha512) ([0-9a-f]+)( listed)?$/.exec(kept ?? "") ?? []
  if (hex === undefined) return undefined
  return { algorithm: algorithm as Digest["algorithm"], hex, ...(listed === undefined && { firstUse: true }) }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined
}
