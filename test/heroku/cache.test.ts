import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { type CacheLimit, defaultCacheLimit } from "../../lib/core/cache-limit.ts"
import { cacheFolder, type LayerSpec } from "../../lib/core/layer.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import { tidyCache } from "../../lib/heroku/cache.ts"
import { layerSizes } from "../../lib/heroku/layer-sizes.ts"
import { type ClassicLayers, classicLayers } from "../../lib/heroku/layers.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { startScript } from "../support/script.ts"

const LAYERS = "beampack/layers"
const alone = async (): Promise<boolean> => true

/** A layer's name, and how many bytes are in it. */
type Contents = Readonly<Record<string, number>>

interface Build {
  readonly layers?: Contents
  /** Tools' own folders, and how many bytes the tools add. */
  readonly folders?: Contents
  readonly limit?: CacheLimit
}

/** Makes a build that uses these, and tidies up. Returns what the log says about that. */
async function build(cache: string, { layers = {}, folders = {}, limit = defaultCacheLimit }: Build) {
  const store = classicLayers(cache)
  for (const [name, bytes] of Object.entries(layers)) {
    const layer = await store.open({ name, scope: "build", metadata: { version: `${bytes}` } })
    if (!layer.restored) await fill(join(layer.path, "bin/program"), bytes)
    await store.close(layer)
  }
  for (const [name, bytes] of Object.entries(folders)) {
    const path = await cacheFolder(store, name)
    await fill(join(path, `${(await readdir(path)).length}`), bytes)
  }
  return tidied(cache, store, limit)
}

async function tidied(cache: string, store: ClassicLayers, limit: CacheLimit): Promise<readonly string[]> {
  const events: OutputEvent[] = []
  await tidyCache(cache, store, { limit, alone, output: (event) => events.push(event) })
  return events.map(({ kind, text }) => `${kind}: ${text}`)
}

async function fill(file: string, bytes: number): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true })
  await writeFile(file, Buffer.alloc(bytes))
}

function atMost(value: number): CacheLimit {
  return { value, origin: { kind: "env", name: "BEAMPACK_CACHE_MAX" } }
}

async function held(cache: string): Promise<readonly string[]> {
  return (await readdir(join(cache, LAYERS))).toSorted()
}

describe("a cache with room", () => {
  it("loses nothing, and nothing is said", async () => {
    const cache = await tempDir("cache")
    expect(await build(cache, { layers: { erlang: 10, node: 10 }, folders: { "npm-cache": 10 } })).toEqual([])
    expect(await build(cache, { layers: { erlang: 10 } })).toEqual([])
    expect(await held(cache)).toEqual(["erlang", "erlang.json", "node", "node.json", "npm-cache", "npm-cache.json"])
  })

  it("loses what more than ten builds in a row have not used", async () => {
    const cache = await tempDir("cache")
    await build(cache, { layers: { erlang: 10, node: 10 } })
    for (let count = 1; count <= 10; count++) expect(await build(cache, { layers: { erlang: 10 } })).toEqual([])
    expect(await build(cache, { layers: { erlang: 10 } })).toEqual([
      "step: Tidying the cache",
      "detail: Removing node from the cache (10 bytes): the last 11 builds have not used it",
    ])
    expect(await held(cache)).toEqual(["erlang", "erlang.json"])
  })

  it("counts anew once a build has used it", async () => {
    const cache = await tempDir("cache")
    await build(cache, { layers: { erlang: 10, node: 10 } })
    for (let count = 1; count <= 10; count++) await build(cache, { layers: { erlang: 10 } })
    await build(cache, { layers: { node: 10 } })
    expect(await build(cache, { layers: { erlang: 10 } })).toEqual([])
    expect(await held(cache)).toContain("node")
  })

  it("counts from the beginning when nobody can read how often something was not used", async () => {
    const cache = await tempDir("cache")
    await build(cache, { layers: { erlang: 10, node: 10 } })
    for (let count = 1; count <= 10; count++) await build(cache, { layers: { erlang: 10 } })
    await writeFile(join(cache, "beampack/unused.json"), "{")
    expect(await build(cache, { layers: { erlang: 10 } })).toEqual([])
  })
})

describe("a cache that is too large", () => {
  it("loses what was not used for the longest time, until there is room", async () => {
    const cache = await tempDir("cache")
    await build(cache, { layers: { erlang: 4000, node: 4000, bun: 4000 } })
    await build(cache, { layers: { erlang: 4000, node: 4000 } })
    expect(await build(cache, { layers: { erlang: 4000 }, limit: atMost(9000) })).toEqual([
      "step: Tidying the cache",
      "detail: Removing bun from the cache (4 kB): the cache is to hold 9 kB at most (BEAMPACK_CACHE_MAX)",
    ])
    expect(await held(cache)).toEqual(["erlang", "erlang.json", "node", "node.json"])
  })

  it("loses a tool's own folder that this build has used, and is whole for the next one", async () => {
    const cache = await tempDir("cache")
    const limit = atMost(2_000_000)
    expect(await build(cache, { layers: { erlang: 5000 }, folders: { "npm-cache": 1_500_000 }, limit })).toEqual([])
    expect(await build(cache, { layers: { erlang: 5000 }, folders: { "npm-cache": 1_500_000 }, limit })).toEqual([
      "step: Tidying the cache",
      "detail: Removing npm-cache from the cache (3 MB): the cache is to hold 2 MB at most (BEAMPACK_CACHE_MAX)",
    ])
    expect(await held(cache)).toEqual(["erlang", "erlang.json"])
    expect(await build(cache, { layers: { erlang: 5000 }, folders: { "npm-cache": 1_500_000 }, limit })).toEqual([])
  })

  it("keeps what this build has used, and says so", async () => {
    const cache = await tempDir("cache")
    expect(await build(cache, { layers: { erlang: 4000, elixir: 4000 }, limit: atMost(5000) })).toEqual([
      "step: Tidying the cache",
      "detail: The cache holds 8 kB, since this build has used all of it; it is to hold 5 kB at most (BEAMPACK_CACHE_MAX)",
    ])
    expect(await held(cache)).toEqual(["elixir", "elixir.json", "erlang", "erlang.json"])
  })
})

describe("the size of a layer", () => {
  const limit = atMost(5000)
  const excess = (size: string) =>
    `detail: The cache holds ${size}, since this build has used all of it; it is to hold 5 kB at most (BEAMPACK_CACHE_MAX)`

  /** A build that only opens a layer, and puts this many bytes into it. */
  const use = async (cache: string, spec: LayerSpec, bytes = 0): Promise<readonly string[]> => {
    const store = classicLayers(cache)
    const layer = await store.open(spec)
    if (bytes > 0) await fill(join(layer.path, "more"), bytes)
    return tidied(cache, store, limit)
  }

  it("is asked of its files when this build has used it, also when it was closed by an earlier one", async () => {
    const cache = await tempDir("cache")
    await build(cache, { layers: { "npm-packages": 4000 } })
    const spec: LayerSpec = { name: "npm-packages", scope: "cache", metadata: { version: "4000" } }
    expect(await use(cache, spec, 4000)).toContain(excess("8 kB"))
    await rm(join(cache, LAYERS, "npm-packages/more"))
    expect(await use(cache, spec)).toEqual([])
  })

  it("is known of what builds share and of what this one has not used, and asked again when nobody can read it", async () => {
    const cache = await tempDir("cache")
    const erlang: LayerSpec = { name: "erlang", scope: "build", shared: true, metadata: { version: "27" } }
    const store = classicLayers(cache)
    const layer = await store.open(erlang)
    await store.fill(layer, ({ path }) => fill(join(path, "program"), 4000))
    await build(cache, { layers: { node: 10 } })
    // Nobody writes there.
    await fill(join(layer.path, "more"), 4000)
    expect(await use(cache, erlang)).toEqual([])
    expect(await build(cache, { layers: { node: 10 }, limit })).toEqual([])
    for (const text of ["{", '[["erlang",7]]', '[["erlang",[null,"x"]]]']) {
      await writeFile(join(cache, "beampack/sizes.json"), text)
      expect(await use(cache, erlang)).toContain(excess("8 kB"))
    }
  })

  it("is not that of a layer that another build empties meanwhile", async () => {
    const cache = await tempDir("cache")
    await build(cache, { layers: { node: 4000 } })
    const sizes = await layerSizes(cache)
    expect(await sizes.of("node", { mayDiffer: true })).toBe(4000)
    await rm(join(cache, LAYERS, "node.json"))
    expect(await sizes.of("node", { mayDiffer: true })).toBeUndefined()
  })
})

describe("what no version of beampack knows", () => {
  it("goes, and what it knows stays", async () => {
    const cache = await tempDir("cache")
    await build(cache, { layers: { erlang: 10 } })
    await writeFiles(cache, {
      "node/modules": "another buildpack's",
      "beampack/report.json": "{}",
      "beampack/place": "/tmp/beampack-0",
      "beampack/indexes/abc": "",
      "beampack/node-24.1.0-x64/bin/node": "",
      "beampack/sizes.json": "{",
      "beampack/store/v1/x": "",
      "beampack/.report.json.a1.tmp": "",
      [`${LAYERS}/half/bin/x`]: "",
      [`${LAYERS}/gone.json`]: "{}",
      [`${LAYERS}/odd/bin/x`]: "",
      [`${LAYERS}/odd.json`]: '"v1"',
    })
    expect(await build(cache, { layers: { erlang: 10 } })).toEqual([
      "step: Tidying the cache",
      "detail: Removing what this beampack does not know: " +
        ".report.json.a1.tmp, layers/gone.json, layers/half, layers/odd, layers/odd.json, store",
    ])
    expect(await held(cache)).toEqual(["erlang", "erlang.json"])
    const left = (await readdir(join(cache, "beampack"))).toSorted()
    expect(left).toEqual(["indexes", "layers", "node-24.1.0-x64", "place", "report.json", "sizes.json"])
    expect(await readFile(join(cache, "node/modules"), "utf8")).toBe("another buildpack's")
  })

  it("is not what this build has begun and left to the next one", async () => {
    const cache = await tempDir("cache")
    const store = classicLayers(cache)
    await store.open({ name: "kept", scope: "cache", metadata: {} })
    await tidyCache(cache, store, { limit: defaultCacheLimit, alone, output: (event) => expect(event).toBeUndefined() })
    expect(await held(cache)).toEqual(["kept"])
  })
})

it("a cache that cannot be tidied fails no build", async () => {
  const cache = await tempDir("cache")
  const store = classicLayers(cache)
  await store.open({ name: "erlang", scope: "cache", metadata: {} })
  await mkdir(join(cache, "beampack/unused.json/x"), { recursive: true })
  await writeFiles(cache, { [`${LAYERS}/node/x`]: "", [`${LAYERS}/node.json`]: "{}" })
  const events: OutputEvent[] = []
  await tidyCache(cache, store, { limit: defaultCacheLimit, alone, output: (event) => events.push(event) })
  expect(events).toMatchObject([{ kind: "warning", text: expect.stringContaining("The cache could not be tidied: ") }])
})

it("nothing leaves a cache that another build uses", async () => {
  const cache = await tempDir("cache")
  const store = classicLayers(cache)
  await store.close(await store.open({ name: "kept", scope: "cache", metadata: {} }))
  await writeFiles(cache, { [`${LAYERS}/.node/x`]: "half made", "beampack/stranger": "" })
  const output = (event: OutputEvent): void => expect(event).toBeUndefined()
  await tidyCache(cache, store, { limit: { ...defaultCacheLimit, value: 0 }, alone: async () => false, output })
  expect((await readdir(join(cache, LAYERS))).toSorted()).toEqual([".node", "kept", "kept.json"])
  expect((await readdir(join(cache, "beampack"))).toSorted()).toEqual(["layers", "stranger"])
})

it("what leaves a cache has no name for other builds before the first of it is removed", async () => {
  const cache = await tempDir("cache")
  await build(cache, { layers: { erlang: 4000, node: 4000 } })
  await writeFiles(cache, { [`${LAYERS}/half/bin/x`]: "", "script/x": "" })
  const script = await startScript(
    join(cache, "script"),
    (lib) => `
      import fs from "node:fs/promises"
      import { syncBuiltinESMExports } from "node:module"
      const { rm } = fs
      fs.rm = (path, options) => {
        if (path.endsWith(".tmp")) process.kill(process.pid, "SIGKILL")
        return rm(path, options)
      }
      syncBuiltinESMExports()
      const { tidyCache } = await import("${lib}/heroku/cache.ts")
      const { classicLayers } = await import("${lib}/heroku/layers.ts")
      const limit = ${JSON.stringify(atMost(0))}
      await tidyCache("${cache}", classicLayers("${cache}"), { limit, alone: async () => true, output: () => {} })
    `,
  )
  expect((await script.ended).code).toBe("SIGKILL")
  expect((await held(cache)).map((name) => name.replace(/\.[0-9a-f]{12}\.tmp$/, ""))).toEqual([
    ".erlang",
    ".half",
    ".node",
  ])
})
