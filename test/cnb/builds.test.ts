import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { phoenixApp, plainApp, releaseApp } from "../support/apps.ts"
import { entriesOf } from "../support/cnb/archive.ts"
import { type CnbApp, startCnb } from "../support/cnb/beampack.ts"
import { escapeId } from "../support/cnb/descriptor.ts"
import { addedLayers } from "../support/cnb/image.ts"
import { readLayersFolder } from "../support/cnb/layers-folder.ts"
import { imageOf } from "../support/cnb/platform.ts"
import { readTree } from "../support/cnb/tree.ts"
import { commandLines } from "../support/heroku.ts"

/** What each layer of a buildpack is for. */
async function layerTypes({ cnb }: CnbApp, id: string): Promise<Readonly<Record<string, string>>> {
  const layers = await readLayersFolder(join(cnb.machine.folders.layers, escapeId(id)))
  const types = (layer: (typeof layers)[number]) =>
    (["build", "cache", "launch"] as const).filter((type) => layer[type])
  return Object.fromEntries(layers.map((layer) => [layer.name, types(layer).join(" ")]))
}

describe("an app with assets and a release", () => {
  it("is built, and built again from the cache", async () => {
    const app = await startCnb()
    // The stubs' own log would be another variable in each build.
    const vars = { STUB_LOG: "/dev/null" }
    const first = await app.push(phoenixApp, { vars })
    expect(first.refusal?.message).toBeUndefined()
    expect(first.text).toMatchSnapshot("first build")
    const second = await app.push(phoenixApp, { vars })
    expect(second.text).toMatchSnapshot("second build")
    expect(second.restored?.removed).toEqual([])
    expect(addedLayers(imageOf(second))).toEqual([])
    expect(first.warnings.concat(second.warnings)).toEqual([])
  })

  it("runs each tool once, the release last", async () => {
    const { calls } = await (await startCnb()).push(phoenixApp)
    expect(commandLines(calls, "mix", "npm")).toMatchInlineSnapshot(`
      [
        "mix deps.get --only prod",
        "mix compile",
        "npm ci --include=dev --prefer-offline",
        "mix assets.deploy",
        "mix release hello --overwrite",
      ]
    `)
  })

  it("has layers that are what they say they are for", async () => {
    const app = await startCnb()
    await app.push(phoenixApp)
    expect(await layerTypes(app, "beampack/elixir")).toMatchInlineSnapshot(`
      {
        "build-env": "build",
        "elixir": "build cache",
        "erlang": "build cache",
        "hex": "build cache",
        "indexes": "cache",
        "lasting-mix": "cache",
        "launch-env": "launch",
        "mix-build": "build cache",
        "mix-home": "build cache",
        "rebar3": "build cache",
      }
    `)
    expect(await layerTypes(app, "beampack/static")).toMatchInlineSnapshot(`
      {
        "assets": "cache",
        "build-env": "build",
        "indexes": "cache",
        "lasting-mix": "cache",
        "launch-env": "launch",
        "node": "build cache",
        "npm-cache": "cache",
        "npm-packages-assets": "cache",
        "release-cookies": "cache",
      }
    `)
  })

  it("is an image of the release and of the app's environment, and of nothing that they were made of", async () => {
    const app = await startCnb()
    const image = imageOf(await app.push(phoenixApp))
    const entries = await Promise.all(image.layers.map(entriesOf))
    const { layers, app: folder } = app.cnb.machine.folders
    const paths = entries.flat().map(({ path }) => path.replace(layers, "/layers").replace(folder, "/workspace"))
    expect(paths.toSorted()).toMatchInlineSnapshot(`
      [
        "/layers/beampack_elixir/launch-env/env.launch/ELIXIR_ERL_OPTIONS.default",
        "/layers/beampack_elixir/launch-env/env.launch/LANG.default",
        "/layers/beampack_elixir/launch-env/env.launch/MIX_ENV.default",
        "/layers/beampack_static/launch-env/exec.d/limits",
        "/layers/config/metadata.toml",
        "/layers/sbom/launch/beampack_static/sbom.cdx.json",
        "/workspace/_build/prod/rel/hello/bin/hello",
        "/workspace/_build/prod/rel/hello/bin/migrate",
        "/workspace/_build/prod/rel/hello/bin/server",
        "/workspace/_build/prod/rel/hello/lib/hello-0.1.0/priv/static/cache_manifest.json",
        "/workspace/_build/prod/rel/hello/releases/COOKIE",
        "/workspace/_build/prod/rel/hello/releases/start_erl.data",
      ]
    `)
  })
})

describe("an app without assets", () => {
  it("is built into its release by beampack/elixir alone", async () => {
    const app = await startCnb()
    const build = await app.push(releaseApp)
    expect(build.text).toMatchSnapshot()
    expect(addedLayers(imageOf(build)).filter((name) => name.startsWith("beampack/"))).toEqual([
      "beampack/elixir:launch-env",
    ])
  })

  it("takes its runtimes along when there is no release", async () => {
    const app = await startCnb()
    const build = await app.push(plainApp)
    expect(build.text).toMatchSnapshot()
    expect(await layerTypes(app, "beampack/elixir")).toMatchInlineSnapshot(`
      {
        "build-env": "build",
        "elixir": "build cache launch",
        "erlang": "build cache launch",
        "indexes": "cache",
        "lasting-mix": "cache",
        "launch-env": "launch",
        "mix-build": "build cache",
        "mix-home": "build cache",
      }
    `)
  })
})

describe("a build leaves alone", () => {
  it("the platform's folder and those of buildpacks", async () => {
    const app = await startCnb()
    const build = await app.push(phoenixApp, { vars: { COLOR: "red" } })
    imageOf(build)
    expect((await readdir(join(app.cnb.machine.folders.platform, "env"))).toSorted()).toEqual([
      "BEAMPACK_MIRROR",
      "COLOR",
      "SOURCE_DATE_EPOCH",
      "STUB_LOG",
    ])
    const after = await Promise.all(build.buildpacks.map(readTree))
    expect(after).toEqual(await Promise.all((await startCnbTrees()).map(readTree)))
  })
})

async function startCnbTrees(): Promise<readonly string[]> {
  const { buildpacks } = await (await startCnb()).push({})
  return buildpacks
}

describe("a changed app", () => {
  it("gets another OTP, and the log says why", async () => {
    const app = await startCnb()
    await app.push(releaseApp)
    const build = await app.push({ ...releaseApp, ".tool-versions": "erlang 26.2.5.11\nelixir 1.17.3\n" })
    expect(build.text).toMatchSnapshot()
    expect(build.restored?.content).toContain("beampack/elixir:erlang")
  })

  it("builds without what was in its image before", async () => {
    const app = await startCnb()
    await app.push(phoenixApp)
    const image = imageOf(await app.push(releaseApp))
    expect(image.processes.map(({ type, buildpack }) => [type, buildpack])).toEqual([
      ["console", "beampack/elixir"],
      ["web", "beampack/elixir"],
    ])
  })
})
