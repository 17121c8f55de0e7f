import { createHash } from "node:crypto"
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { RememberedText } from "../../lib/core/build-memory.ts"
import type { Artifact, Digest } from "../../lib/core/runtime.ts"
import { heldMetadata } from "../../lib/heroku/held-layers.ts"
import { classicLayers } from "../../lib/heroku/layers.ts"
import { type MemoryFiles, memoryFiles } from "../../lib/io/memory-files.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { filesBelow, filesWith } from "../support/heroku.ts"

const url = "https://builds.hex.pm/builds/elixir/builds.txt"
const text = "v1.18.4-otp-27\nv1.17.3-otp-26\n"
const index: RememberedText = {
  text,
  readAt: 1_790_000_000_000,
  etag: 'W/"5f-1"',
  lastModified: "Mon, 21 Sep 2026 14:13:20 GMT",
}

function indexesIn(cache: string): MemoryFiles {
  return memoryFiles(join(cache, "beampack", "indexes"), (name) => heldMetadata(cache, name))
}

/** A cache in which an earlier build kept the text, and the file that holds it. */
async function cacheWithIndex(from = url): Promise<{ readonly cache: string; readonly file: string }> {
  const cache = await tempDir("cache")
  const memory = indexesIn(cache)
  memory.write(from, index)
  await memory.save()
  const [file = ""] = await filesBelow(cache)
  return { cache, file: join(cache, file) }
}

it("gives later builds the texts that were kept, each by its URL", async () => {
  const { cache } = await cacheWithIndex()
  expect(await indexesIn(cache).read(url)).toEqual(index)
  expect(await indexesIn(cache).read(`${url}.other`)).toBeUndefined()
  expect(await indexesIn(await tempDir()).read(url)).toBeUndefined()
})

it("replaces what was kept before", async () => {
  const { cache } = await cacheWithIndex()
  const memory = indexesIn(cache)
  memory.write(url, { text: "", readAt: 0 })
  await memory.save()
  expect(await indexesIn(cache).read(url)).toEqual({ text: "", readAt: 0 })
  expect(await readdir(join(cache, "beampack", "indexes"))).toHaveLength(1)
})

it("writes nothing before it is told to", async () => {
  const cache = join(await tempDir(), "cache")
  const memory = indexesIn(cache)
  memory.write(url, index)
  await expect(readdir(cache)).rejects.toMatchObject({ code: "ENOENT" })
  await memory.save()
  expect(await memory.read(url)).toEqual(index)
})

it("keeps credentials neither in the file nor in its name, and finds it without them", async () => {
  const { cache } = await cacheWithIndex(url.replace("https://", "https://mona:s3cret@"))
  for (const secret of ["mona", "s3cret"]) {
    expect(await filesWith(cache, secret)).toEqual([])
    expect((await filesBelow(cache)).join()).not.toContain(secret)
  }
  expect(await indexesIn(cache).read(url)).toEqual(index)
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

it.each([
  ["the text alone, as older versions kept it", text],
  ["a first line that is a list", `[]\n${text}`],
  ["a first line without a time", `{"etag":"x"}\n${text}`],
  ["one line", '{"readAt":1}'],
  ["nothing", ""],
])("passes over a sound file with %s", async (_, content) => {
  const { cache, file } = await cacheWithIndex()
  const sealed = createHash("sha256").update(`${url}\n${content}`).digest("hex")
  await writeFile(file, `${sealed}\n${content}`)
  expect(await indexesIn(cache).read(url)).toBeUndefined()
})

it("lets a build go on that cannot write it", async () => {
  const dir = await writeFiles(await tempDir(), { cache: "a file" })
  const memory = indexesIn(join(dir, "cache"))
  memory.write(url, index)
  await memory.save()
  expect(await indexesIn(join(dir, "cache")).read(url)).toBeUndefined()
  expect(await readFile(join(dir, "cache"), "utf8")).toBe("a file")
})

describe("the digest of a file that is listed without one", () => {
  const file = "https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-24.3.4.tar.gz"
  const digest: Digest = { algorithm: "sha256", hex: "0f".repeat(32), firstUse: true }

  async function cacheWithDigest(hex = digest.hex): Promise<string> {
    const cache = await tempDir("cache")
    const memory = indexesIn(cache)
    memory.record(file.replace("https://", "https://mona:s3cret@"), { ...digest, hex })
    await memory.save()
    return cache
  }

  it("is that of the first use from then on, in builds that ask for other things as well", async () => {
    const cache = await cacheWithDigest()
    for (const other of ["a", "b"]) {
      const memory = indexesIn(cache)
      expect(await memory.recorded(file)).toEqual(digest)
      memory.write(url, index)
      memory.record(`${file}.${other}`, digest)
      await memory.save()
    }
    expect(await indexesIn(cache).recorded(file)).toEqual(digest)
  })

  it("is known by the file's URL, without credentials", async () => {
    const cache = await cacheWithDigest()
    expect(await indexesIn(cache).recorded(`${file}.asc`)).toBeUndefined()
    expect(await filesWith(cache, "s3cret")).toEqual([])
  })

  it("is kept beside a text from the same URL", async () => {
    const cache = await cacheWithDigest()
    const memory = indexesIn(cache)
    memory.write(file, index)
    await memory.save()
    expect(await indexesIn(cache).read(file)).toEqual(index)
    expect(await indexesIn(cache).recorded(file)).toEqual(digest)
  })

  it("is told from one that was listed", async () => {
    const cache = await cacheWithDigest()
    const memory = indexesIn(cache)
    const listed: Digest = { algorithm: "sha512", hex: "0e".repeat(64) }
    memory.record(file, listed)
    await memory.save()
    expect(await indexesIn(cache).recorded(file)).toEqual(listed)
  })

  it("is not believed when it is none", async () => {
    expect(await indexesIn(await cacheWithDigest("")).recorded(file)).toBeUndefined()
  })

  it("is not believed when its file was changed", async () => {
    const cache = await cacheWithDigest()
    const [name = ""] = await filesBelow(cache)
    const sealed = await readFile(join(cache, name), "utf8")
    await writeFile(join(cache, name), sealed.replace("0f0f", "0e0e"))
    expect(await indexesIn(cache).recorded(file)).toBeUndefined()
  })
})

it("keeps what a build resolved for the next one", async () => {
  const cache = await tempDir("cache")
  const memory = indexesIn(cache)
  expect(await memory.resolved("beam")).toBeUndefined()
  memory.keepResolved("beam", "erlang = 1\n")
  await memory.save()
  expect(await indexesIn(cache).resolved("beam")).toBe("erlang = 1\n")
  const [name = ""] = await filesBelow(cache)
  await writeFile(join(cache, name), "erlang = 2\n")
  expect(await indexesIn(cache).resolved("beam")).toBeUndefined()
})

describe("holds a runtime", () => {
  const node: Artifact = {
    name: "node",
    version: { value: "24.11.0", origin: { kind: "env", name: "NODE_VERSION" } },
    ref: "v24.11.0",
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
