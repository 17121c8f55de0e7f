import { PATIENCE } from "./patience.ts"
import { describeOrigin, type Setting } from "./setting.ts"
import { readableSize } from "./size.ts"

/** A layer that the cache holds at the end of a build. */
export interface HeldLayer {
  readonly name: string
  /** What the log calls it, if not by its name. */
  readonly title?: string
  readonly bytes: number
  /** How many builds in a row have not used it: 0 when this one has. */
  readonly idle: number
  /** Whether a tool fills it again as it works. */
  readonly refillable: boolean
}

/** What is to go, and why. */
export interface Eviction {
  readonly layer: HeldLayer
  readonly why: "idle" | "room"
}

/** How much a cache may hold, in bytes. */
export type CacheLimit = Setting<number>

/**
 * Several times what an app needs (its runtimes, packages and what is compiled of them are 200 to 600 MB), and half of the
 * smallest disk that a platform gives a build.
 */
export const defaultCacheLimit: CacheLimit = { value: 2e9, origin: { kind: "default", why: "the default" } }

/** In bytes: a folder with less makes no room worth what it takes to fill it again. */
const WORTH = 1e6

/**
 * Decides what leaves a cache: what no build has used for long, and, while the rest with `others` bytes beside it is larger
 * than `max`, first what was not used for the longest time, then what tools fill again, the largest first.
 */
export function evictions(held: readonly HeldLayer[], others: number, max: number): readonly Eviction[] {
  const outlived = held.filter(({ idle }) => idle > PATIENCE)
  const left = held.filter(({ idle }) => idle <= PATIENCE)
  const unused = left.filter(({ idle }) => idle > 0).toSorted((a, b) => b.idle - a.idle || b.bytes - a.bytes)
  const refillable = left
    .filter((layer) => layer.idle === 0 && layer.refillable && layer.bytes >= WORTH)
    .toSorted((a, b) => b.bytes - a.bytes)
  let total = bytesOf(left) + others
  const forRoom: HeldLayer[] = []
  for (const layer of [...unused, ...refillable]) {
    if (total <= max) break
    forRoom.push(layer)
    total -= layer.bytes
  }
  return [
    ...outlived.map((layer) => ({ layer, why: "idle" }) as const),
    ...forRoom.map((layer) => ({ layer, why: "room" }) as const),
  ]
}

/** What leaves a cache, and what the log says of it. */
export interface TidyPlan {
  /** The names of layers. */
  readonly gone: readonly string[]
  readonly said: readonly string[]
}

/** Plans that for a cache with `others` bytes beside what it holds. */
export function tidyPlan(held: readonly HeldLayer[], others: number, limit: CacheLimit): TidyPlan {
  const gone = evictions(held, others, limit.value)
  const excess = describeExcess(others + bytesOf(held) - bytesOf(gone.map(({ layer }) => layer)), limit)
  return {
    gone: gone.map(({ layer }) => layer.name),
    said: [...gone.map((one) => describeEviction(one, limit)), ...(excess === undefined ? [] : [excess])],
  }
}

/** What the log says about one that goes. */
export function describeEviction({ layer, why }: Eviction, limit: CacheLimit): string {
  const removed = `Removing ${layer.title ?? layer.name} from the cache (${readableSize(layer.bytes)})`
  if (why === "idle") return `${removed}: the last ${layer.idle} builds have not used it`
  return `${removed}: the cache is to hold ${atMost(limit)}`
}

/** What the log says when all that is left is needed, and larger than it may be; undefined when it is not. */
export function describeExcess(bytes: number, limit: CacheLimit): string | undefined {
  if (bytes <= limit.value) return undefined
  return `The cache holds ${readableSize(bytes)}, since this build has used all of it; it is to hold ${atMost(limit)}`
}

function atMost({ value, origin }: CacheLimit): string {
  return `${readableSize(value)} at most (${describeOrigin(origin)})`
}

/** Of all of them. */
function bytesOf(layers: readonly HeldLayer[]): number {
  return layers.reduce((sum, { bytes }) => sum + bytes, 0)
}
