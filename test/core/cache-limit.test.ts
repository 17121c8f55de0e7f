import { describe, expect, it } from "vitest"
import {
  type CacheLimit,
  defaultCacheLimit,
  describeEviction,
  describeExcess,
  evictions,
  type HeldLayer,
} from "../../lib/core/cache-limit.ts"

/** A layer of so many MB. */
function layer(name: string, megabytes: number, more: Partial<HeldLayer> = {}): HeldLayer {
  return { name, bytes: megabytes * 1e6, idle: 0, refillable: false, ...more }
}

function gone(held: readonly HeldLayer[], max: number, others = 0): readonly string[] {
  return evictions(held, others * 1e6, max * 1e6).map(({ layer: { name }, why }) => `${name}: ${why}`)
}

describe("evictions", () => {
  it("are none while there is room", () => {
    expect(gone([layer("erlang", 60), layer("node", 40, { idle: 10 })], 100)).toEqual([])
  })

  it("take what more than 10 builds have not used, whatever room there is", () => {
    expect(gone([layer("erlang", 60), layer("bun", 0.1, { idle: 11 })], 100)).toEqual(["bun: idle"])
  })

  it("begin with what was not used for the longest time, then with what is larger, and end when there is room", () => {
    const held = [
      layer("a", 30, { idle: 1 }),
      layer("b", 10, { idle: 7 }),
      layer("c", 20, { idle: 7 }),
      layer("d", 5, { idle: 3 }),
      layer("erlang", 60),
    ]
    expect(gone(held, 124)).toEqual(["c: room"])
    expect(gone(held, 100)).toEqual(["c: room", "b: room"])
    expect(gone(held, 90)).toEqual(["c: room", "b: room", "d: room"])
  })

  it("count what outlived its time as gone before anything else", () => {
    expect(gone([layer("old", 50, { idle: 11 }), layer("node", 40, { idle: 1 }), layer("erlang", 60)], 100)).toEqual([
      "old: idle",
    ])
  })

  it("take what tools fill again only after all that was not used, the largest first", () => {
    const held = [
      layer("hex-packages", 20, { refillable: true }),
      layer("npm-cache", 90, { refillable: true }),
      layer("node", 10, { idle: 1 }),
      layer("erlang", 60),
    ]
    expect(gone(held, 175)).toEqual(["node: room"])
    expect(gone(held, 100)).toEqual(["node: room", "npm-cache: room"])
    expect(gone(held, 70)).toEqual(["node: room", "npm-cache: room", "hex-packages: room"])
  })

  it("never take what the build has used otherwise, nor a folder that makes no room", () => {
    expect(gone([layer("erlang", 60), layer("release-cookies", 0.001, { refillable: true })], 1)).toEqual([])
  })

  it("count what is beside the layers", () => {
    expect(gone([layer("node", 40, { idle: 1 }), layer("erlang", 60)], 100, 1)).toEqual(["node: room"])
  })
})

describe("what the log says", () => {
  const limit: CacheLimit = { value: 5e8, origin: { kind: "env", name: "BEAMPACK_CACHE_MAX" } }

  it.each([
    [
      { layer: layer("bun", 93.4, { idle: 11 }), why: "idle" } as const,
      limit,
      "Removing bun from the cache (93.4 MB): the last 11 builds have not used it",
    ],
    [
      { layer: layer("node", 190, { idle: 2 }), why: "room" } as const,
      limit,
      "Removing node from the cache (190 MB): the cache is to hold 500 MB at most (BEAMPACK_CACHE_MAX)",
    ],
    [
      { layer: layer("npm-cache", 1900, { refillable: true }), why: "room" } as const,
      defaultCacheLimit,
      "Removing npm-cache from the cache (1.9 GB): the cache is to hold 2 GB at most (the default)",
    ],
  ])("of an eviction %#", (eviction, of, text) => {
    expect(describeEviction(eviction, of)).toBe(text)
  })

  it("of what is needed and too large", () => {
    expect(describeExcess(612e6, limit)).toMatchInlineSnapshot(
      `"The cache holds 612 MB, since this build has used all of it; it is to hold 500 MB at most (BEAMPACK_CACHE_MAX)"`,
    )
    expect(describeExcess(5e8, limit)).toBeUndefined()
    expect(describeExcess(5e15, { ...limit, value: Number.POSITIVE_INFINITY })).toBeUndefined()
  })
})
