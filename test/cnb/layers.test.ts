import { mkdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { cnbLayers, heldMetadata } from "../../lib/cnb/layers.ts"
import type { LayerSpec } from "../../lib/core/layer.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { filesBelow } from "../support/heroku.ts"

const node: LayerSpec = { name: "node", scope: "build", metadata: { version: "24.1.0", digest: "abc" } }

/** A folder with a finished layer, as its own build leaves it. */
async function built(spec: LayerSpec): Promise<string> {
  const root = await tempDir("layers")
  const layers = cnbLayers(root)
  const layer = await layers.open(spec)
  await writeFiles(layer.path, { "bin/node": "" })
  await layers.close(layer)
  return root
}

/** The lifecycle gives back the metadata, and no types. */
async function restored(
  spec: LayerSpec,
  metadata = '[metadata]\nversion = "24.1.0"\ndigest = "abc"\n',
): Promise<string> {
  const root = await built(spec)
  await writeFiles(root, { "node.toml": metadata })
  return root
}

it.each([
  ["cache", { build: false, cache: true, launch: false }],
  ["build", { build: true, cache: true, launch: false }],
  ["all", { build: true, cache: true, launch: true }],
] as const)("a layer for %s has the types %o", async (scope, types) => {
  const root = await built({ ...node, scope })
  const lines = Object.entries(types).map(([type, value]) => `${type} = ${value}\n`)
  expect(await readFile(join(root, "node.toml"), "utf8")).toBe(
    `[types]\n${lines.join("")}\n[metadata]\nversion = "24.1.0"\ndigest = "abc"\n`,
  )
})

it("takes a layer that was restored with the same metadata, and gives it its types again", async () => {
  const root = await restored(node)
  expect(await cnbLayers(root).open(node)).toMatchObject({ restored: true, path: join(root, "node") })
  expect(await readFile(join(root, "node.toml"), "utf8")).toContain("cache = true")
  expect(await filesBelow(root)).toEqual(["node.toml", "node/bin/node"])
})

it.each([
  ["other metadata", '[metadata]\nversion = "22.1.0"\ndigest = "abc"\n'],
  ["metadata of another shape", "[metadata]\nversion = 24\n[metadata.digest]\n"],
  ["more metadata", '[metadata]\nversion = "24.1.0"\ndigest = "abc"\nlayout = "1"\n'],
  ["no metadata", "[types]\ncache = true\n"],
  ["an empty file", ""],
  ["a damaged file", "[metadata\n\0"],
])("empties a layer with %s", async (_, toml) => {
  const root = await restored(node, toml)
  const layer = await cnbLayers(root).open(node)
  expect(layer.restored).toBe(false)
  expect(layer).toHaveProperty("former")
  expect(await filesBelow(root)).toEqual([])
})

it("makes anew a layer of which only the metadata was restored", async () => {
  const root = await restored(node)
  await rm(join(root, "node"), { recursive: true })
  expect(await cnbLayers(root).open(node)).toEqual({ ...node, path: join(root, "node"), restored: false })
})

it("makes anew a layer whose content has gone", async () => {
  const root = await restored(node)
  await rm(join(root, "node/bin"), { recursive: true })
  expect(await cnbLayers(root).open(node)).toMatchObject({ restored: false })
})

it("is nothing to the lifecycle while it is being filled", async () => {
  const root = await restored(node)
  await cnbLayers(root).open({ ...node, metadata: { version: "25.0.0" } })
  expect(await filesBelow(root)).toEqual([])
})

it("takes nothing of an earlier build when it is told so, and then its own", async () => {
  const layers = cnbLayers(await restored(node), { fresh: true })
  const layer = await layers.open(node)
  expect(layer.restored).toBe(false)
  await layers.close(layer)
  expect(await layers.open(node)).toMatchObject({ restored: true })
})

it("tells what is held without opening it", async () => {
  const root = await restored(node)
  expect(await heldMetadata(root, "node")).toEqual({ version: "24.1.0", digest: "abc" })
  expect(await heldMetadata(root, "erlang")).toBeUndefined()
  await mkdir(join(root, "folder.toml"))
  expect(await heldMetadata(root, "folder")).toBeUndefined()
})
