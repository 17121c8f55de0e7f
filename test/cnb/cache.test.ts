import { readdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { tidyLayers } from "../../lib/cnb/cache.ts"
import { cnbLayers } from "../../lib/cnb/layers.ts"
import { type CacheLimit, defaultCacheLimit } from "../../lib/core/cache-limit.ts"
import { cacheFolder } from "../../lib/core/layer.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import { tempDir } from "../support/app.ts"

/** The layers of a build with a runtime and a tool's cache, of so many bytes, after it was tidied; and the log of that. */
async function tidied(megabytes: { readonly runtime: number; readonly tool: number; readonly limit: number }) {
  const root = await tempDir("layers")
  const layers = cnbLayers(root)
  const runtime = await layers.open({ name: "node", scope: "build", metadata: { version: "24.1.0" } })
  await writeFile(join(runtime.path, "node"), Buffer.alloc(megabytes.runtime * 1e6))
  await layers.close(runtime)
  await writeFile(join(await cacheFolder(layers, "npm-cache"), "blob"), Buffer.alloc(megabytes.tool * 1e6))
  const limit: CacheLimit = { value: megabytes.limit * 1e6, origin: { kind: "file", file: "project.toml", line: 2 } }
  const events: OutputEvent[] = []
  await tidyLayers(layers, limit, (event) => events.push(event))
  return { names: (await readdir(root)).toSorted(), log: events.map(({ kind, text }) => `${kind}: ${text}`) }
}

it("layers that are not too large stay", async () => {
  expect(await tidied({ runtime: 2, tool: 3, limit: 5 })).toEqual({
    names: ["node", "node.toml", "npm-cache", "npm-cache.toml"],
    log: [],
  })
})

it("a tool's own cache goes when the layers are too large, and the lifecycle keeps nothing of it", async () => {
  expect(await tidied({ runtime: 2, tool: 3, limit: 4 })).toEqual({
    names: ["node", "node.toml"],
    log: [
      "step: Tidying the cache",
      "detail: Removing npm-cache from the cache (3 MB): the cache is to hold 4 MB at most (project.toml:2)",
    ],
  })
})

it("what was built stays, however large, and that is said", async () => {
  expect(await tidied({ runtime: 3, tool: 0, limit: 2 })).toEqual({
    names: ["node", "node.toml", "npm-cache", "npm-cache.toml"],
    log: [
      "step: Tidying the cache",
      "detail: The cache holds 3 MB, since this build has used all of it; it is to hold 2 MB at most (project.toml:2)",
    ],
  })
})

it("layers that cannot be tidied fail no build", async () => {
  const layers = cnbLayers(await tempDir("layers"))
  const { path } = await layers.open({ name: "node", scope: "build", metadata: {} })
  await rm(path, { recursive: true })
  await writeFile(path, "")
  const events: OutputEvent[] = []
  await tidyLayers(layers, defaultCacheLimit, (event) => events.push(event))
  expect(events).toMatchObject([{ kind: "warning", text: expect.stringContaining("The cache could not be tidied: ") }])
})
