import { describe, expect, it } from "vitest"
import type { Env } from "../../lib/core/env.ts"
import { elixir } from "../../lib/elixir/buildpack.ts"
import { statics } from "../../lib/static/buildpack.ts"
import { type Files, tempDir } from "../support/app.ts"
import { mixExs, phoenixApp } from "../support/apps.ts"
import { hexPackageOf, lockOf, type MadePackage, publish } from "../support/hex-package.ts"
import { type InPlace, inPlace } from "../support/in-place.ts"
import { startOrigin } from "../support/origin.ts"

const reused = "  The assets are as the last build made them\n"

/** A package with a module, and with other files. */
function made(name: string, version: string, needs: readonly string[], ...others: readonly string[]): MadePackage {
  const content = [`lib/${name}.ex`, "README.md", "hex_metadata.config", ...others].map((path) => ({
    path,
    content: "",
  }))
  return hexPackageOf(name, { version, needs, content })
}

const packages = {
  phoenix: made("phoenix", "1.8.0", ["plug"], "priv/static/phoenix.js"),
  esbuild: made("esbuild", "1.0.0", []),
  plug: made("plug", "1.0.0", []),
  leaf: made("leaf", "1.0.0", []),
  icons: made("icons", "1.0.0", [], "icons/a.svg"),
  credo: made("credo", "1.0.0", [], "priv/a.css"),
}
const newer = {
  phoenix: made("phoenix", "1.8.1", ["plug"], "priv/static/phoenix.js"),
  plug: made("plug", "1.0.1", []),
  leaf: made("leaf", "1.0.1", []),
  icons: made("icons", "1.0.1", [], "icons/a.svg"),
  credo: made("credo", "1.0.1", [], "priv/a.css"),
}
const styled = { leaf: made("leaf", "1.1.0", [], "priv/leaf.css") }
const bare = { icons: made("icons", "1.1.0", []) }

function lock(others: Partial<Record<keyof typeof packages, MadePackage>> = {}): Files {
  return { "mix.lock": lockOf(Object.values({ ...packages, ...others })) }
}

const aliases = 'aliases: ["assets.deploy": ["esbuild hello --minify", "phx.digest"]]'
const names = ["phoenix", "esbuild", "leaf", "icons"].map((name) => `{:${name}, "~> 1.0"}`)
const dependencies = [...names, '{:credo, "~> 1.0", only: :dev}']

/** As `mix phx.new` has it, where bundlers look for what scripts import. */
const config = 'import Config\nconfig :esbuild, a: [env: %{"NODE_PATH" => Path.expand("../deps", __DIR__)}]\n'

const app: Files = {
  ...phoenixApp,
  "mix.exs": mixExs(["releases: [hello: []]", aliases], dependencies),
  "config/config.exs": config,
  ...lock(),
}

/** A place for builds with a mirror of Hex, and its variables. */
async function place(): Promise<{ readonly build: (files: Files, env?: Env) => ReturnType<InPlace["build"]> }> {
  const mirror = await tempDir("hex")
  const all = [packages, newer, styled, bare].flatMap((some) => Object.values(some))
  await publish(mirror, all)
  const { url } = await startOrigin(mirror)
  const { build } = await inPlace()
  return {
    build: async (files, env = {}) => {
      const options = { buildpacks: [elixir, statics], env: { HEX_MIRROR: url, ...env } }
      const built = await build(files, options)
      expect(built.error, built.log).toBeUndefined()
      return built
    },
  }
}

/** What the second of two builds says of the assets first. */
async function second(first: Files, next: Files, env: Env = {}): Promise<string | undefined> {
  const { build } = await place()
  await build(first, env)
  const { log } = await build(next, env)
  return /^Building assets.*\n( {2}.*\n)/m.exec(log)?.[1]
}

describe("of mix.lock", () => {
  it("a package counts not of which the assets are not made, nor does one of another environment", async () => {
    const { build } = await place()
    await build(app)
    const { log } = await build({ ...app, ...lock({ leaf: newer.leaf, credo: newer.credo }) })
    expect(log).toContain("  They are not needed: the assets look as the last build made them\n")
    expect(log).toContain(reused)
  })

  it.each<readonly [why: string, next: Files]>([
    ["phoenix in mix.lock has changed", lock({ phoenix: newer.phoenix })],
    ["plug in mix.lock has changed", lock({ plug: newer.plug })],
    ["icons in mix.lock has changed", lock({ icons: newer.icons })],
    ["leaf in mix.lock counts now", lock(styled)],
    ["icons in mix.lock counts no more", lock(bare)],
    [
      "other in mix.lock counts now",
      { "mix.lock": app["mix.lock"]?.replace(/\}\n$/, '  "other": {:git, "x", "0", []},\n}\n') ?? "" },
    ],
    ["mix.lock counts otherwise than it did", { "mix.lock": `${app["mix.lock"]}# by hand\n` }],
    [
      "config/config.exs has changed and leaf in mix.lock counts now",
      { "config/config.exs": `${config}# deps/leaf\n` },
    ],
  ])("%s", async (why, next) => {
    expect(await second(app, { ...app, ...next })).toBe(`  They are built anew: ${why}\n`)
  })

  it.each<readonly [what: string, change: Files, env: Env]>([
    ["all modules do", { "assets/css/app.css": '@import "tailwindcss";' }, {}],
    ["a style sheet names the folder of all", { "assets/css/app.css": '@source "../../deps";' }, {}],
    [
      "the package of a task is not there",
      { "mix.exs": mixExs(["releases: [hello: []]", aliases], names.slice(1)) },
      {},
    ],
    [
      "mix.exs has them elsewhere",
      { "mix.exs": mixExs(["releases: [hello: []]", 'deps_path: "d"', aliases], dependencies) },
      {},
    ],
    ["a variable says where they are", {}, { MIX_DEPS_PATH: "deps" }],
    ["mix.exs is another", {}, { MIX_EXS: "mix.exs" }],
  ])("all counts when %s", async (_, change, env) => {
    const first = { ...app, ...change }
    expect(await second(first, { ...first, ...lock({ leaf: newer.leaf }) }, env)).toMatch(
      /^ {2}They are built anew: mix\.lock has changed/,
    )
  })

  it("packages count where an umbrella's apps have them at its top", async () => {
    const places = ['deps_path: "../../deps"', 'lockfile: "../../mix.lock"']
    const umbrella: Files = {
      ...phoenixApp,
      ...lock(),
      "mix.exs": mixExs(['apps_path: "apps"', "releases: [hello: []]"]),
      "apps/web/mix.exs": mixExs([...places, aliases], dependencies),
      "apps/web/lib/web.ex": "",
    }
    expect(await second(umbrella, { ...umbrella, ...lock({ leaf: newer.leaf }) })).toBe(reused)
    expect(await second(umbrella, { ...umbrella, ...lock({ plug: newer.plug }) })).toBe(
      "  They are built anew: plug in mix.lock has changed\n",
    )
  })
})
