import { execFileSync } from "node:child_process"
import { lstat, mkdir, readdir, readFile, readlink, rm, symlink, utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Layer, LayerSpec } from "../../lib/core/layer.ts"
import { classicLayers, copyLaunchLayers, launchPath } from "../../lib/heroku/layers.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"

const node: LayerSpec = { name: "node", scope: "build", metadata: { version: "24.1.0", sha256: "abc" } }

/** A cache with one complete layer that holds one file. */
async function cacheWith(spec: LayerSpec): Promise<{ readonly cache: string; readonly layer: Layer }> {
  const cache = await tempDir("cache")
  const layers = classicLayers(cache)
  const layer = await layers.open(spec)
  await writeFiles(layer.path, { "bin/node": "#!/bin/sh\n" })
  await layers.close(layer)
  return { cache, layer }
}

describe("a layer", () => {
  it("is an empty folder in CACHE_DIR at first, also when there is no CACHE_DIR yet", async () => {
    const cache = join(await tempDir(), "not", "yet")
    const layer = await classicLayers(cache).open(node)
    expect(layer).toEqual({ ...node, path: join(cache, "beampack/layers/node"), restored: false })
    expect(await readdir(layer.path)).toEqual([])
  })

  it("is restored as it was once closed with the same metadata", async () => {
    const { cache, layer } = await cacheWith(node)
    const sameInOtherOrder = { ...node, metadata: { sha256: "abc", version: "24.1.0" } }
    const again = await classicLayers(cache).open(sameInOtherOrder)
    expect(again).toMatchObject({ path: layer.path, restored: true })
    expect(await readFile(join(again.path, "bin/node"), "utf8")).toBe("#!/bin/sh\n")
  })

  it.each([
    ["another value", { version: "24.2.0", sha256: "abc" }],
    ["one more key", { version: "24.1.0", sha256: "abc", arch: "arm64" }],
    ["one key less", { version: "24.1.0" }],
    ["none", {}],
  ])("is emptied when its metadata is another: %s", async (_, metadata) => {
    const { cache } = await cacheWith(node)
    const layer = await classicLayers(cache).open({ ...node, metadata })
    expect(layer).toMatchObject({ restored: false, former: node.metadata })
    expect(await readdir(layer.path)).toEqual([])
  })

  it("is emptied when it was left half-made", async () => {
    const { cache } = await cacheWith(node)
    const changed = await classicLayers(cache).open({ ...node, metadata: { version: "24.2.0" } })
    await writeFiles(changed.path, { "bin/half": "" })

    // The build ends here. Neither what was being made nor what was there before counts.
    for (const metadata of [node.metadata, { version: "24.2.0" }]) {
      const layer = await classicLayers(cache).open({ ...node, metadata })
      expect(layer).toEqual({ ...node, metadata, path: changed.path, restored: false })
      expect(await readdir(layer.path)).toEqual([])
    }
  })

  it.each(["", "{", "null", "[]", '"abc"', '{"version":24}', "\0"])(
    "is emptied when its metadata file holds %j",
    async (text) => {
      const { cache, layer } = await cacheWith(node)
      await writeFile(`${layer.path}.json`, text)
      expect(await classicLayers(cache).open(node)).toMatchObject({ restored: false })
      expect(await readdir(layer.path)).toEqual([])
    },
  )

  it("without metadata is not taken for complete, even if none is wanted", async () => {
    const cache = await tempDir("cache")
    await writeFiles(cache, { "beampack/layers/node/left": "" })
    const layer = await classicLayers(cache).open({ ...node, metadata: {} })
    expect(layer.restored).toBe(false)
    expect(await readdir(layer.path)).toEqual([])
  })

  it("counts for nothing from the moment on in which it begins to be removed", async () => {
    const { cache, layer } = await cacheWith(node)
    // Deeper than a path may be long, which only a program that goes down step by step can make, or remove.
    const dig = "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do mkdir $0 && cd -P ./$0 || exit; done"
    execFileSync("/bin/sh", ["-c", dig, "d".repeat(250)], { cwd: layer.path })
    try {
      const other = { ...node, metadata: { version: "24.2.0" } }
      expect(await failure(classicLayers(cache).open(other))).toMatchObject({ id: "cache/unwritable" })
      // All that is left of it is what the next build sweeps away.
      const left = await readdir(join(layer.path, ".."))
      expect(left).toEqual([expect.stringMatching(/^\.node\.[0-9a-f]+\.tmp$/)])
    } finally {
      execFileSync("/bin/sh", ["-c", "rm -rf .node.*"], { cwd: join(layer.path, "..") })
    }
    expect(await classicLayers(cache).open(node)).toMatchObject({ restored: false })
  })

  it("whose folder is gone is made anew", async () => {
    const { cache, layer } = await cacheWith(node)
    await rm(layer.path, { recursive: true })
    expect(await classicLayers(cache).open(node)).toMatchObject({ restored: false })
    expect(await readdir(layer.path)).toEqual([])
  })

  it("lives beside others", async () => {
    const { cache } = await cacheWith(node)
    await classicLayers(cache).open({ ...node, name: "elixir" })
    expect(await classicLayers(cache).open(node)).toMatchObject({ restored: true })
  })
})

it("what a killed build left half-made is swept away with the first layer of the next one, once", async () => {
  const { cache, layer } = await cacheWith(node)
  const root = join(cache, "beampack/layers")
  await writeFiles(root, { ".erlang/OTP-27.tar.gz": "", ".node.a1b2.tmp/bin/node": "", ".node.json.a1b2.tmp": "{" })
  const layers = classicLayers(cache)
  expect(await layers.open(node)).toMatchObject({ restored: true })
  expect(await readdir(root)).toEqual(["node", "node.json"])
  expect(await readFile(join(layer.path, "bin/node"), "utf8")).toBe("#!/bin/sh\n")

  // Now it is this build that makes something there.
  await writeFiles(root, { ".erlang/OTP-27.tar.gz": "" })
  await layers.open({ ...node, name: "erlang" })
  expect(await readdir(root)).toContain(".erlang")
})

describe("CACHE_DIR that cannot be written", () => {
  it("is a failure when a layer must be made", async () => {
    const dir = await writeFiles(await tempDir(), { cache: "a file" })
    const error = await failure(classicLayers(join(dir, "cache")).open(node))
    const text = renderError(error).replaceAll(dir, "/tmp")
    expect(text.replace(/said: .*/, "said: ENOTDIR …")).toMatchInlineSnapshot(`
      " !
       !     CACHE_DIR cannot be written: /tmp/cache
       !
       !     The second argument of bin/compile must be a folder in which the build may write: it keeps runtimes and
       !     packages for the next build. Check its owner and mode (ls -ld /tmp/cache), and that its disk is
       !     neither full nor mounted read-only.
       !     The system said: ENOTDIR …
       !
       !     Error id: cache/unwritable
       !"
    `)
  })

  it("is a failure when a layer is completed", async () => {
    const cache = await tempDir("cache")
    const layers = classicLayers(cache)
    const layer = await layers.open(node)
    await mkdir(`${layer.path}.json`)
    expect(await failure(layers.close(layer))).toMatchObject({ id: "cache/unwritable" })
  })
})

describe("launch layers", () => {
  it("are those that were opened for launch, restored or not", async () => {
    const { cache } = await cacheWith({ ...node, name: "erlang", scope: "all" })
    const layers = classicLayers(cache)
    await layers.open({ ...node, name: "erlang", scope: "all" })
    await layers.open({ ...node, name: "release", scope: "all" })
    await layers.open(node)
    expect(layers.launchLayers().map(({ name, restored }) => [name, restored])).toEqual([
      ["erlang", true],
      ["release", false],
    ])
  })

  it("are copied into the app with times, modes and links, in the place of an earlier copy", async () => {
    const app = await writeFiles(await tempDir("app"), { "mix.exs": "", ".beampack/erlang/stale": "" })
    const layers = classicLayers(await tempDir("cache"))
    const layer = await layers.open({ ...node, name: "erlang", scope: "all" })
    await writeFiles(layer.path, { "bin/erl": "#!/bin/sh\n" })
    await utimes(join(layer.path, "bin/erl"), 1e9, 1e9)
    await symlink("bin/erl", join(layer.path, "erl"))
    await layers.open(node)

    await copyLaunchLayers(layers, app)

    expect(launchPath(layer)).toBe(".beampack/erlang")
    expect(await readdir(join(app, ".beampack"))).toEqual(["erlang"])
    const copy = join(app, launchPath(layer))
    expect((await readdir(copy)).toSorted()).toEqual(["bin", "erl"])
    expect(await readlink(join(copy, "erl"))).toBe("bin/erl")
    const file = await lstat(join(copy, "bin/erl"))
    expect({ mode: file.mode & 0o777, mtime: file.mtimeMs }).toEqual({ mode: 0o755, mtime: 1e12 })
    // A slug has nothing of the cache: neither a link to it nor the same file twice.
    const { ino, nlink } = await lstat(join(layer.path, "bin/erl"))
    expect({ isSame: file.ino === ino, links: [file.nlink, nlink] }).toEqual({ isSame: false, links: [1, 1] })
  })
})
