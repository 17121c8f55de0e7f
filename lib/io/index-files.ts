import { createHash } from "node:crypto"
import { join } from "node:path"
import type { IndexMemory } from "../core/index-memory.ts"
import { isRecord } from "../core/record.ts"
import { readIfExists, writeAtomic } from "./files.ts"
import { printable } from "./location.ts"

/** Indexes in a folder, one file each, named by a hash of its URL without credentials. */
export interface IndexFiles extends IndexMemory {
  /** Writes what was kept. Until then nothing is written, so that a build that is refused leaves no trace. */
  save(): Promise<void>
}

/** `heldMetadata`: the metadata of a layer that the cache holds, by the layer's name. */
export function indexFiles(root: string, heldMetadata: (name: string) => Promise<unknown>): IndexFiles {
  const kept = new Map<string, string>()
  return {
    read: async (url) => unseal(url, await readable(join(root, fileFor(url)))),
    write: (url, text) => {
      kept.set(url, text)
    },
    // A runtime's layer has its name.
    holds: async ({ name, digest }) => {
      const metadata = await heldMetadata(name).catch(() => undefined)
      return isRecord(metadata) && metadata.digest === digest.hex
    },
    save: async () => {
      const files = [...kept].map(([url, text]) => writeAtomic(join(root, fileFor(url)), seal(url, text)))
      // Later builds do without. If the cache takes no layer either, that is said when the first one is opened.
      await Promise.allSettled(files)
    },
  }
}

function fileFor(url: string): string {
  return sha256(printable(url))
}

/** The text with a digest on top, so that a file that was damaged or put there by another is not believed. */
function seal(url: string, text: string): string {
  return `${sha256(`${printable(url)}\n${text}`)}\n${text}`
}

function unseal(url: string, sealed: string | undefined): string | undefined {
  const text = sealed?.slice(sealed.indexOf("\n") + 1)
  return text !== undefined && seal(url, text) === sealed ? text : undefined
}

/** What cannot be read, for whatever reason, is as good as absent. */
async function readable(path: string): Promise<string | undefined> {
  return readIfExists(path).catch(() => undefined)
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}
