import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { phoenixApp, plainApp } from "../../support/apps.ts"
import { eventually } from "../../support/eventually.ts"
import { completeLayers, startHeroku } from "../../support/heroku.ts"

it("leaves what another build with the same cache has half made", async () => {
  const heroku = await startHeroku()
  await heroku.push(plainApp)
  const otherIsDone = Promise.withResolvers<void>()
  const arch = process.arch === "arm64" ? "arm64" : "x64"
  heroku.origin.fail(`/dist/v24.11.0/node-v24.11.0-linux-${arch}.tar.gz`, { stall: otherIsDone.promise, after: 100 })
  const layers = join(heroku.cache, "beampack/layers")
  const { running } = await heroku.start(phoenixApp)
  await eventually(async () => (await readdir(layers)).includes(".node"))

  const other = await heroku.push({ ...plainApp, "lib/hello.ex": "defmodule Other do\nend\n" })
  expect(other).toMatchObject({ exitCode: 0, errors: "" })
  expect(other.log).not.toContain("Removing")
  expect(await readdir(layers)).toEqual(expect.arrayContaining([".node", "node"]))

  otherIsDone.resolve()
  expect(await running.done).toMatchObject({ exitCode: 0, stderr: "" })
  expect(await completeLayers(heroku.cache)).toContain("node")
  expect(await readdir(join(heroku.cache, "beampack"))).not.toContain("builds")
})
