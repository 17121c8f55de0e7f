import type { Layer } from "./layer.ts"
import { isRecord } from "./record.ts"

/** What to say about a layer of the cache, by the key of the metadata that differs, of which it is given the cached value. */
export type LayerWords = Readonly<Record<string, (cached: string) => string>>

/**
 * Why what the cache had was not taken, in the words of the first key that differs. Undefined when it was taken, and when
 * there was nothing.
 */
export function whyNotTaken({ restored, former, metadata }: Layer, words: LayerWords): string | undefined {
  if (restored || former === undefined) return undefined
  const cached = isRecord(former) ? former : {}
  for (const [key, say] of Object.entries(words)) {
    const value = cached[key]
    if (value === metadata[key]) continue
    return typeof value === "string" ? say(value) : unknown
  }
  return unknown
}

/** The same of the version of what a layer holds, for layers that have one in their metadata. */
export const layoutWord = {
  layout: () => "what the cache has was laid out by another version of beampack",
} as const satisfies LayerWords

/** What to say when something that a layer should hold is missing or another. */
export const DAMAGED = "what the cache has is damaged"

/** Another version of ours may have made it, or it was damaged. */
const unknown = "what the cache has is of an unknown kind"
