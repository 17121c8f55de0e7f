import { describe, expect, it } from "vitest"
import { mixExs, npmAssets, phoenixApp, plainApp } from "../support/apps.ts"
import { type CnbPush, startCnb } from "../support/cnb/beampack.ts"
import { type Sample, writeSample } from "../support/cnb/sample.ts"

/** Who is required by what name, and by whom, as far as requirements say so. */
function planOf({ agreement }: CnbPush) {
  return agreement?.plan.map(({ providers, requires }) => ({
    name: requires[0]?.name,
    of: providers.join(),
    by: requires.map(({ metadata }) => metadata?.buildpack ?? metadata?.by),
  }))
}

function groupOf({ agreement }: CnbPush): readonly string[] | undefined {
  return agreement?.group.map(({ id }) => id)
}

async function other(sample: Sample): Promise<`/${string}`> {
  return (await writeSample({ id: "other/one", ...sample })) as `/${string}`
}

const requires = (name: string): string =>
  `printf '[[requires]]\\nname = "${name}"\\nmetadata = { by = "other/one" }\\n' >>"$plan"`
const provides = (...names: readonly string[]): string =>
  names.map((name) => `printf '[[provides]]\\nname = "${name}"\\n' >>"$plan"`).join("\n")

describe("the composite", () => {
  it("builds an app without assets with beampack/elixir alone", async () => {
    const build = await (await startCnb()).push(plainApp)
    expect(groupOf(build)).toEqual(["beampack/elixir"])
    expect(build.detections.get("beampack/static")).toEqual({ code: 100, output: "No assets to build\n", plans: [] })
    expect(planOf(build)).toEqual(
      ["erlang", "elixir", "mix"].map((name) => ({ name, of: "beampack/elixir", by: ["beampack/elixir"] })),
    )
  })

  it("builds an app with assets with both", async () => {
    const build = await (await startCnb()).push(phoenixApp)
    expect(groupOf(build)).toEqual(["beampack/elixir", "beampack/static"])
    expect(planOf(build)).toEqual([
      ...["erlang", "elixir", "mix"].map((name) => ({
        name,
        of: "beampack/elixir",
        by: ["beampack/elixir", "beampack/static"],
      })),
      { name: "node", of: "beampack/static", by: ["beampack/static"] },
    ])
  })

  it.each([
    ["assets/", { ...plainApp, ...npmAssets }],
    ["package.json", { ...plainApp, "package.json": "{}\n" }],
    ["priv/static/", { ...plainApp, "priv/static/robots.txt": "" }],
    ["an alias assets.deploy", { ...plainApp, "mix.exs": mixExs(['aliases: ["assets.deploy": ["esbuild"]]']) }],
    ["phoenix_static_buildpack.config", { ...plainApp, "phoenix_static_buildpack.config": "" }],
    ["an umbrella's app with assets/", { ...plainApp, "apps/web/mix.exs": "", "apps/web/assets/app.js": "" }],
  ])("sees %s", async (_, files) => {
    expect(groupOf(await (await startCnb()).push(files))).toEqual(["beampack/elixir", "beampack/static"])
  })

  it("leaves an app without a mix.exs to others, and says why", async () => {
    const { refusal, detections } = await (await startCnb()).push({ "assets/app.js": "" })
    expect(refusal?.kind).toBe("not-detected")
    expect([...detections.entries()].map(([id, { code, output }]) => [id, code, output])).toEqual([
      ["beampack/elixir", 100, "No mix.exs in the app's top folder\n"],
      ["beampack/static", 100, "No mix.exs in the app's top folder\n"],
    ])
  })
})

describe("among other buildpacks", () => {
  it("beampack/elixir builds for one that requires Elixir, and offers it its tools", async () => {
    const after = await other({
      detect: requires("elixir"),
      build: 'command -v erl; command -v mix; echo "$MIX_ENV $LANG"; echo "$MIX_HOME"',
    })
    const build = await (await startCnb()).push(plainApp, { trees: ["beampack-elixir", after] })
    expect(build.refusal?.message).toBeUndefined()
    expect(planOf(build)?.find(({ name }) => name === "elixir")?.by).toEqual(["beampack/elixir", "other/one"])
    expect(build.text.split("\n").slice(-6)).toMatchInlineSnapshot(`
      [
        "  - console: iex -S mix run --no-compile --no-deps-check (no release)",
        "LAYERS/beampack_elixir/erlang/bin/erl",
        "LAYERS/beampack_elixir/elixir/bin/mix",
        "prod C.UTF-8",
        "LAYERS/beampack_elixir/mix-home",
        "",
      ]
    `)
  })

  it("beampack/static offers Node and npm to one that requires it", async () => {
    const after = await other({ detect: requires("node"), build: "command -v node; command -v npm; command -v mix" })
    const build = await (await startCnb()).push(phoenixApp, { trees: ["beampack", after] })
    expect(build.refusal?.message).toBeUndefined()
    expect(build.text.split("\n").slice(-5)).toMatchInlineSnapshot(`
      [
        "  - console: _build/prod/rel/hello/bin/hello start_iex (release hello)",
        "LAYERS/beampack_static/node/bin/node",
        "LAYERS/beampack_static/node/bin/npm",
        "LAYERS/beampack_elixir/elixir/bin/mix",
        "",
      ]
    `)
  })

  it("beampack/elixir heeds only what concerns it of another's requirements", async () => {
    const odd = `printf '[[requires]]\\nname = "mix"\\n[requires.metadata]\\nversion = 1\\nbuildpack = ["beampack/static"]\\nmore = { a = [1, 2.5, 1979-05-27] }\\n' >>"$plan"`
    const build = await (await startCnb()).push(plainApp, { trees: ["beampack-elixir", await other({ detect: odd })] })
    expect(build.refusal?.message).toBeUndefined()
    expect(build.image?.processes.map(({ type }) => type)).toEqual(["console", "web"])
  })

  it("beampack/static alone finds nobody who provides Elixir", async () => {
    const { refusal, detections } = await (await startCnb()).push(phoenixApp, { trees: ["beampack-static"] })
    expect(refusal?.kind).toBe("not-detected")
    expect(detections.get("beampack/static")?.code).toBe(0)
  })

  it("beampack/static takes the Mix of another that provides it, and says so where there is none", async () => {
    const before = await other({ detect: provides("erlang", "elixir", "mix") })
    const build = await (await startCnb()).push(phoenixApp, { trees: [before, "beampack-static"] })
    expect(groupOf(build)).toEqual(["other/one", "beampack/static"])
    expect(build.refusal?.kind).toBe("buildpack")
    expect(build.text).toContain("Error id: mix/not-found\n")
  })
})
