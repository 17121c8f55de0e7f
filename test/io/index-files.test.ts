import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Artifact } from "../../lib/core/runtime.ts"
import { classicLayers, heldMetadata } from "../../lib/heroku/layers.ts"
import { type IndexFiles, indexFiles } from "../../lib/io/index-files.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { filesBelow, filesWith } from "../support/heroku.ts"

const url = "https://builds.hex.pm/builds/elixir/builds.txt"
const text = "v1.18.4-otp-27\nv1.17.3-otp-26\n"

function indexesIn(cache: string): IndexFiles {
  return indexFiles(join(cache, "beampack", "indexes"), (name) => heldMetadata(cache, name))
}

/** A cache in which an earlier build kept the text, and the file that holds it. */
async function cacheWithIndex(from = url): Promise<{ readonly cache: string; readonly file: string }> {
  const cache = await tempDir("cache")
  const memory = indexesIn(cache)
  memory.write(from, text)
  await memory.save()
  const [file = ""] = await filesBelow(cache)
  return { cache, file: join(cache, file) }
}

it("gives later builds the texts that were kept, each by its URL", async () => {
  const { cache } = await cacheWithIndex()
  expect(await indexesIn(cache).read(url)).toBe(text)
  expect(await indexesIn(cache).read(`${url}.other`)).toBeUndefined()
  expect(await indexesIn(await tempDir()).read(url)).toBeUndefined()
})

it("replaces what was kept before", async () => {
  const { cache } = await cacheWithIndex()
  const memory = indexesIn(cache)
  memory.write(url, "")
  await memory.save()
  expect(await indexesIn(cache).read(url)).toBe("")
  expect(await readdir(join(cache, "beampack", "indexes"))).toHaveLength(1)
})

it("writes nothing before it is told to", async () => {
  const cache = join(await tempDir(), "cache")
  const memory = indexesIn(cache)
  memory.write(url, text)
  await expect(readdir(cache)).rejects.toMatchObject({ code: "ENOENT" })
  await memory.save()
  expect(await memory.read(url)).toBe(text)
})

it("keeps credentials neither in the file nor in its name, and finds it without them", async () => {
  const { cache } = await cacheWithIndex(url.replace("https://", "https://mona:s3cret@"))
  for (const secret of ["mona", "s3cret"]) {
    expect(await filesWith(cache, secret)).toEqual([])
    expect((await filesBelow(cache)).join()).not.toContain(secret)
  }
  expect(await indexesIn(cache).read(url)).toBe(text)
})

it.each([
  ["is cut short", async (file: string) => writeFile(file, (await readFile(file)).subarray(0, -3))],
  ["has another text", async (file: string) => writeFile(file, (await readFile(file, "utf8")).replace("1.18", "1.19"))],
  ["is empty", (file: string) => writeFile(file, "")],
  ["is one line of something else", (file: string) => writeFile(file, "hello")],
  ["is a folder", (file: string) => rm(file).then(() => mkdir(file))],
  [
    "is the file of another URL",
    async (file: string) => copyFile((await cacheWithIndex("https://nodejs.org/dist/index.json")).file, file),
  ],
])("does not believe a file that %s", async (_, change) => {
  const { cache, file } = await cacheWithIndex()
  await change(file)
  const memory = indexesIn(cache)
  expect(await memory.read(url)).toBeUndefined()
})

it("lets a build go on that cannot write it", async () => {
  const dir = await writeFiles(await tempDir(), { cache: "a file" })
  const memory = indexesIn(join(dir, "cache"))
  memory.write(url, text)
  await memory.save()
  expect(await memory.read(url)).toBeUndefined()
  expect(await readFile(join(dir, "cache"), "utf8")).toBe("a file")
})

describe("holds a runtime", () => {
  const node: Artifact = {
    name: "node",
    version: { value: "24.11.0", origin: { kind: "env", name: "NODE_VERSION" } },
    url: "https://nodejs.org/dist/v24.11.0/node-v24.11.0-linux-x64.tar.gz",
    digest: { algorithm: "sha256", hex: "00".repeat(32) },
  }

  async function cacheWithLayer(digest: string, complete = true): Promise<string> {
    const cache = await tempDir("cache")
    const layers = classicLayers(cache)
    const layer = await layers.open({ name: "node", scope: "build", metadata: { version: "24.11.0", digest } })
    if (complete) await layers.close(layer)
    return cache
  }

  it.each([
    ["that is complete", true, () => cacheWithLayer(node.digest.hex)],
    ["not when its layer was left half-made", false, () => cacheWithLayer(node.digest.hex, false)],
    ["not when its layer has another digest", false, () => cacheWithLayer("11".repeat(32))],
    ["not when there is no layer", false, () => tempDir("cache")],
    [
      "not when the metadata is damaged",
      false,
      async () => writeFiles(await tempDir("cache"), { "beampack/layers/node.json": "{" }),
    ],
    [
      "not when the metadata is something else",
      false,
      async () => writeFiles(await tempDir("cache"), { "beampack/layers/node.json": "null" }),
    ],
  ])("%s", async (_, held, cache) => {
    expect(await indexesIn(await cache()).holds(node)).toBe(held)
  })
})
