import { readdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { layersFolder, makeEmpty, removeLayer } from "../../lib/heroku/layer-place.ts"
import { tempDir, writeFiles } from "../support/app.ts"

/** A layer that is whole. */
async function layer(): Promise<string> {
  const cache = await tempDir("cache")
  await writeFiles(layersFolder(cache), { "mix-build/part": "text", "mix-build.json": "{}" })
  return join(layersFolder(cache), "mix-build")
}

/** What several builds do at once. */
const builds = (work: () => Promise<void>) => Promise.all(Array.from({ length: 8 }, work))

describe("a layer that several builds at once", () => {
  it("remove is gone", async () => {
    const path = await layer()
    await builds(() => removeLayer(path))
    expect(await readdir(dirname(path))).toEqual([])
  })

  it("empty is empty", async () => {
    const path = await layer()
    await builds(() => makeEmpty(path))
    expect(await readdir(dirname(path))).toEqual(["mix-build"])
    expect(await readdir(path)).toEqual([])
  })
})
