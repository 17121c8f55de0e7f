/** Buildpacks that are named on pack's command line, and apps that want fewer or other ones. */
import { join } from "node:path"
import { describe, expect, inject, it } from "vitest"
import { eventually } from "../support/eventually.ts"
import { createPackApp, packBuild, packRefusal } from "../support/pack/app.ts"
import { runInImage, startImage } from "../support/pack/image.ts"

const { packages } = inject("pack")
const source = { folder: join(import.meta.dirname, "../../examples/hello") }
const plain = { folder: join(import.meta.dirname, "../fixtures/plain") }

describe.each([
  ["a folder", packages.folders],
  ["a .cnb file", packages.files],
])("%s", (_, { elixir, static: assets, phoenix }) => {
  it("with the composite is enough for an app with assets", async () => {
    const app = await createPackApp()
    await packBuild(app, { source, buildpacks: [phoenix] })
    const page = await (await startImage(app.image)).page()
    expect(page.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it("with elixir alone builds an app without its assets", async () => {
    const app = await createPackApp()
    const { buildLog } = await packBuild(app, { source, buildpacks: [elixir] })
    expect(buildLog).toMatch(/^ *- mix release hello/m)
    expect(buildLog).not.toContain("assets.deploy")
    const { url } = await startImage(app.image)
    await eventually(async () => (await fetch(url).catch(() => undefined))?.status === 200)
  })

  it("with static alone is for no app, since nobody provides Elixir", async () => {
    const log = await packRefusal(await createPackApp(), { source, buildpacks: [assets] })
    expect(log).toMatch(/^fail: beampack\/static@\S+ requires (erlang|elixir|mix)$/m)
  })
})

it("a folder and a .cnb file go together, and make one release", async () => {
  const buildpacks = [packages.folders.elixir, packages.files.static]
  const { buildLog } = await packBuild(await createPackApp(), { source, buildpacks })
  expect(buildLog.match(/^ *- mix release hello/gm)).toHaveLength(1)
})

it("an app without assets is built by elixir alone", async () => {
  const { log } = await packBuild(await createPackApp(), { source: plain })
  expect(log).toMatch(/^1 of 3 buildpacks participating\nbeampack\/elixir +\S+$/m)
})

it("a process that the Procfile names is left to the buildpack that reads it", async () => {
  const app = await createPackApp()
  const Procfile = "web: PHX_SERVER=true _build/prod/rel/hello/bin/hello start\n"
  const { log, buildLog } = await packBuild(app, { source: { ...source, files: { Procfile } } })
  expect(log).toMatch(/^test\/procfile +1\.0\.0$/m)
  expect(buildLog).toContain("web: left to the buildpack that reads Procfile")
  const files = await runInImage(app.image, ["find", "/workspace", "-mindepth", "1", "-maxdepth", "1"])
  expect(files.stdout.trimEnd().split("\n").toSorted()).toEqual(["/workspace/Procfile", "/workspace/_build"])
  const page = await (await startImage(app.image)).page()
  expect(page.map(({ status }) => status)).toEqual([200, 200, 200])
})
