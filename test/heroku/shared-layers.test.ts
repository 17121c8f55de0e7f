import { spawn } from "node:child_process"
import { once } from "node:events"
import { open, readdir, readFile, readlink, rm, stat } from "node:fs/promises"
import { basename, join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { defaultCacheLimit } from "../../lib/core/cache-limit.ts"
import type { Layer, LayerSpec } from "../../lib/core/layer.ts"
import { tidyCache } from "../../lib/heroku/cache.ts"
import { heldLayer, heldMetadata, holdsLayer } from "../../lib/heroku/held-layers.ts"
import { type ClassicLayers, classicLayers } from "../../lib/heroku/layers.ts"
import { whilePresent } from "../../lib/heroku/presence.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { eventually } from "../support/eventually.ts"

function erlang(version: string): LayerSpec {
  return { name: "erlang", scope: "build", shared: true, metadata: { version } }
}

function rootOf(cache: string): string {
  return join(cache, "beampack/layers")
}

/** Fills a layer with a program. */
function fill(layers: ClassicLayers, layer: Layer, program = layer.metadata.version ?? ""): Promise<void> {
  return layers.fill(layer, async ({ path }) => void (await writeFiles(path, { "bin/erl": program })))
}

/** A build that uses a version of it. */
async function build(cache: string, version: string, options = {}): Promise<Layer> {
  const layers = classicLayers(cache, options)
  const layer = await layers.open(erlang(version))
  if (!layer.restored) await fill(layers, layer)
  return layer
}

const program = ({ path }: Layer): Promise<string> => readFile(join(path, "bin/erl"), "utf8")

describe("a layer that builds share", () => {
  it("lies beside those of its name with other metadata, and stays as it is", async () => {
    const cache = await tempDir("cache")
    const old = await build(cache, "26")
    const recent = await build(cache, "27")
    expect([old, recent]).toMatchObject([{ restored: false }, { restored: false, former: { version: "26" } }])
    expect(await Promise.all([old, recent].map(program))).toEqual(["26", "27"])
    expect(await build(cache, "26")).toMatchObject({ restored: true, path: old.path })
    expect(await build(cache, "27")).toMatchObject({ restored: true, path: recent.path })
    expect(await heldMetadata(cache, "erlang")).toEqual(expect.arrayContaining([{ version: "26" }, { version: "27" }]))
  })

  it("is found by its name as the one that was used last", async () => {
    const cache = await tempDir("cache")
    const old = await build(cache, "26")
    await build(cache, "27")
    expect(await heldLayer(cache, "erlang")).toMatchObject({ metadata: { version: "27" } })
    await build(cache, "26")
    expect(await heldLayer(cache, "erlang")).toEqual({ path: old.path, metadata: { version: "26" } })
    expect(await readlink(join(rootOf(cache), "erlang"))).toBe(basename(old.path))
    expect(await holdsLayer(cache, erlang("27"))).toBe(true)
    expect(await holdsLayer(cache, erlang("28"))).toBe(false)
  })

  it("is made by several builds at once: the first that is whole stays", async () => {
    const cache = await tempDir("cache")
    const stores = [classicLayers(cache), classicLayers(cache)] as const
    const layers = await Promise.all(stores.map((store) => store.open(erlang("27"))))
    expect(layers.map(({ restored }) => restored)).toEqual([false, false])
    await fill(stores[0], layers[0] as Layer)
    const first = await stat(join(layers[0]?.path ?? "", "bin/erl"))
    await fill(stores[1], layers[1] as Layer, "another")
    expect((await stat(join(layers[1]?.path ?? "", "bin/erl"))).ino).toBe(first.ino)
    const { path } = layers[0] as Layer
    expect((await readdir(rootOf(cache))).toSorted()).toEqual(["erlang", basename(path), `${basename(path)}.json`])
  })

  it("is not there before it is whole, and leaves nothing when that fails", async () => {
    const cache = await tempDir("cache")
    const layers = classicLayers(cache)
    const layer = await layers.open(erlang("27"))
    const failing = layers.fill(layer, async ({ path }) => {
      await writeFiles(path, { "bin/erl": "half" })
      expect(await holdsLayer(cache, erlang("27"))).toBe(false)
      throw new Error("no network")
    })
    await expect(failing).rejects.toThrow("no network")
    expect(await readdir(rootOf(cache))).toEqual([])
  })

  it("is put in the place of one that counts for nothing, which whoever reads it may read to its end", async () => {
    const cache = await tempDir("cache")
    const layer = await build(cache, "27")
    await using file = await open(join(layer.path, "bin/erl"))
    await rm(`${layer.path}.json`)
    expect(await build(cache, "27")).toMatchObject({ restored: false })
    expect(await file.readFile("utf8")).toBe("27")
    expect(await build(cache, "27")).toMatchObject({ restored: true })
    expect((await readdir(rootOf(cache))).filter((name) => name.startsWith("."))).toEqual([])
  })

  it("is made anew by a build that takes nothing from the cache", async () => {
    const cache = await tempDir("cache")
    const first = await build(cache, "27")
    await writeFiles(first.path, { "bin/erl": "damaged" })
    const again = await build(cache, "27", { fresh: true })
    expect([again.restored, again.path, await program(again)]).toEqual([false, first.path, "27"])
  })

  it("takes the place of one that an earlier version of ours left under its name", async () => {
    const cache = await writeFiles(await tempDir("cache"), {
      "beampack/layers/erlang/bin/erl": "old",
      "beampack/layers/erlang.json": JSON.stringify({ version: "26" }),
    })
    const layer = await build(cache, "27")
    expect(await heldLayer(cache, "erlang")).toMatchObject({ path: layer.path, metadata: { version: "27" } })
    expect(await readdir(rootOf(cache))).not.toContain("erlang.json")
  })

  it("leaves the cache when ten builds have not used it, called by its version", async () => {
    const cache = await tempDir("cache")
    const said: string[] = []
    const use = async (version: string): Promise<void> => {
      const layers = classicLayers(cache)
      const layer = await layers.open(erlang(version))
      if (!layer.restored) await fill(layers, layer)
      await tidyCache(cache, layers, {
        limit: defaultCacheLimit,
        alone: async () => true,
        output: ({ text }) => void said.push(text),
      })
    }
    await use("26")
    for (let count = 1; count <= 10; count++) await use("27")
    expect(said).toEqual([])
    await use("27")
    expect(said.slice(1)).toEqual(["Removing erlang 26 from the cache (2 bytes): the last 11 builds have not used it"])
    expect(await heldMetadata(cache, "erlang")).toEqual([{ version: "27" }])
  })
})

/** Another process that fills a layer, and does not come to the end of it. */
async function another(cache: string) {
  const script = `
    import { mkdirSync, writeFileSync } from "node:fs"
    import { classicLayers } from "${join(import.meta.dirname, "../../lib/heroku/layers.ts")}"
    import { whilePresent } from "${join(import.meta.dirname, "../../lib/heroku/presence.ts")}"
    await whilePresent(process.argv[1], async (alone) => {
      const layers = classicLayers(process.argv[1], { alone })
      const layer = await layers.open(${JSON.stringify(erlang("27"))})
      await layers.fill(layer, ({ path }) => {
        writeFileSync(path + "/half", "")
        return new Promise(() => setInterval(() => {}, 1000))
      })
    })
  `
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script, cache], { stdio: "ignore" })
  onTestFinished(() => void child.kill("SIGKILL"))
  await eventually(async () => (await halfMade(cache)).length > 0)
  return child
}

async function halfMade(cache: string): Promise<readonly string[]> {
  const names = await readdir(rootOf(cache)).catch(() => [])
  const found = await Promise.all(
    names
      .filter((name) => name.startsWith("."))
      .map(async (name) => ((await readdir(join(rootOf(cache), name))).includes("half") ? [name] : [])),
  )
  return found.flat()
}

it("what another process makes of it stays while that is alive, and goes with the first build after it was killed", async () => {
  const cache = await tempDir("cache")
  const child = await another(cache)
  const use = (): Promise<Layer> => whilePresent(cache, (alone) => build(cache, "27", { alone }))
  expect(await program(await use())).toBe("27")
  expect(await halfMade(cache)).toHaveLength(1)
  const ended = once(child, "exit")
  child.kill("SIGKILL")
  await ended
  expect(await use()).toMatchObject({ restored: true })
  expect(await halfMade(cache)).toEqual([])
})
