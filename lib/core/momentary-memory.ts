import type { BuildMemory, RememberedText } from "./build-memory.ts"
import type { Digest } from "./runtime.ts"

/** A memory of this process alone: what is asked for twice is read once. Nothing was resolved or installed before. */
export function momentaryMemory(): BuildMemory {
  const indexes = new Map<string, RememberedText>()
  const digests = new Map<string, Digest>()
  return {
    read: async (url) => indexes.get(url),
    write: (url, index) => indexes.set(url, index),
    recorded: async (url) => digests.get(url),
    record: (url, digest) => digests.set(url, digest),
    resolved: async () => undefined,
    keepResolved: () => undefined,
    holds: async () => false,
  }
}
