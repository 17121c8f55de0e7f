import { readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { heldLayer } from "../../lib/heroku/held-layers.ts"
import { classicLayers } from "../../lib/heroku/layers.ts"
import { foreseenScripts, openScripts } from "../../lib/mix/lasting-scripts.ts"
import { tempDir } from "../support/app.ts"

it("lie beside those of another version in the same cache, which may be loading them", async () => {
  const cache = await tempDir("cache")
  const layers = classicLayers(cache)
  const other = await layers.open({
    name: "lasting-mix",
    scope: "cache",
    shared: true,
    metadata: { program: "another" },
  })
  await layers.fill(other, ({ path }) => writeFile(join(path, "Elixir.Beampack.Orders.ex"), "another"))
  const held = (name: string) => heldLayer(cache, name)
  expect(await foreseenScripts({ held })).toBeUndefined()
  const { path } = await openScripts(layers)
  expect(path).not.toBe(other.path)
  expect(await readdir(other.path)).toEqual(["Elixir.Beampack.Orders.ex"])
  expect(await foreseenScripts({ held })).toBe(path)
})
