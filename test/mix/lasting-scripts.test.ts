import { expect, it } from "vitest"
import { classicLayers } from "../../lib/heroku/layers.ts"
import { loadScripts, openScripts } from "../../lib/mix/lasting-scripts.ts"
import { tempDir } from "../support/app.ts"

it("compiles the scripts to where those of another version, in the same cache at the same time, are not looked for", async () => {
  const { path, metadata } = await openScripts(classicLayers(await tempDir()))
  expect(loadScripts(path)).toContain(` ${metadata.program}")`)
})
