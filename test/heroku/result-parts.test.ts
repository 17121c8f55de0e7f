import { chmod, mkdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import type { Layer } from "../../lib/core/layer.ts"
import { type AppEntry, readAppTree } from "../../lib/heroku/app-tree.ts"
import { fillResult, readResult, resultLayer, unpackParts } from "../../lib/heroku/result-layer.ts"
import { resultParts } from "../../lib/heroku/result-parts.ts"
import { type Files, tempDir, writeFiles } from "../support/app.ts"

const options = { env: { PATH: process.env.PATH }, signal: new AbortController().signal }

/** What a record says of anything else. */
const about = {
  key: "",
  surroundings: "",
  before: [],
  change: { gone: [], brought: [], modes: [] },
  layers: [],
  deltas: [],
  processes: {},
  notes: [],
}

/** A release with a large Erlang and a small app. */
const release: Files = {
  "rel/erts/bin/beam.smp": "x".repeat(1_500_000),
  "rel/lib/stdlib/ebin/lists.beam": "l".repeat(600_000),
  "rel/lib/stdlib/ebin/maps.beam": "m".repeat(600_000),
  "rel/lib/stdlib/priv/note": "",
  "rel/lib/shop/ebin/shop.beam": "s",
  "rel/bin/shop": "#!/bin/sh\n",
  Procfile: "",
}

async function entriesOf(app: string): Promise<readonly AppEntry[]> {
  const tree = await readAppTree(app)
  if ("why" in tree) throw new Error(tree.why)
  return tree.entries
}

async function namesByHead(app: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const parts = resultParts(await entriesOf(app))
  return Object.fromEntries(parts.map(({ head, entries }) => [head, entries.map(({ path }) => path)]))
}

it("the parts are the large folders, and all the rest", async () => {
  expect(await namesByHead(await writeFiles(await tempDir(), release))).toEqual({
    ".": [
      ...["Procfile", "rel", "rel/bin", "rel/bin/shop", "rel/erts", "rel/lib", "rel/lib/shop", "rel/lib/shop/ebin"],
      ...["rel/lib/shop/ebin/shop.beam", "rel/lib/stdlib", "rel/lib/stdlib/priv", "rel/lib/stdlib/priv/note"],
    ],
    "rel/erts/bin": ["rel/erts/bin", "rel/erts/bin/beam.smp"],
    "rel/lib/stdlib/ebin": ["rel/lib/stdlib/ebin", "rel/lib/stdlib/ebin/lists.beam", "rel/lib/stdlib/ebin/maps.beam"],
  })
})

it("a folder into which nothing can be put is not divided", async () => {
  const app = await writeFiles(await tempDir(), release)
  await chmod(join(app, "rel/erts"), 0o555)
  expect(Object.keys(await namesByHead(app)).toSorted()).toEqual([".", "rel/erts", "rel/lib/stdlib/ebin"])
  await chmod(join(app, "rel/erts"), 0o755)
})

it("what was kept in parts comes back as it was, modes of folders too", async () => {
  const [app, path, into] = [await writeFiles(await tempDir(), release), await tempDir(), await tempDir()]
  await mkdir(join(app, "empty"))
  await chmod(join(app, "rel/lib"), 0o750)
  await chmod(join(app, "rel/lib/stdlib/ebin"), 0o555)
  const layer: Layer = { ...resultLayer, path, restored: false }
  const made = await entriesOf(app)
  await fillResult(layer, undefined, about, made, { app, alone: async () => true, ...options })
  const record = await readResult(layer)
  if (record === undefined) throw new Error("nothing was kept")
  expect(record.parts.map(({ head }) => head).toSorted()).toEqual([".", "rel/erts/bin", "rel/lib/stdlib/ebin"])
  await unpackParts(layer, record, into, options)
  expect(await entriesOf(into)).toEqual(made)
})
