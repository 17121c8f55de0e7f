import { describe, expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { type AssetPlace, type AssetWish, findAssets } from "../../lib/app/assets.ts"
import type { Setting } from "../../lib/core/setting.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { type Files, tempApp } from "../support/app.ts"
import { failure } from "../support/failure.ts"

const alias = `aliases: ["assets.deploy": ["esbuild default --minify", "phx.digest"]]`
const phoenix = `deps: [{:phoenix, "~> 1.7"}]`
const umbrella = `apps_path: "apps"`

function mixExs(...settings: readonly string[]): string {
  const list = ["app: :shop", ...settings].join(", ")
  return `defmodule Shop.MixProject do\n  use Mix.Project\n  def project, do: [${list}]\nend\n`
}

function packageJson(...names: readonly string[]): string {
  return JSON.stringify({ scripts: Object.fromEntries(names.map((name) => [name, `run ${name}`])) })
}

function wish(values: Readonly<Partial<Record<keyof AssetWish, string>>>): AssetWish {
  const setting = ([key, value]: readonly [string, string], index: number): [string, Setting<string>] => [
    key,
    { value, origin: { kind: "file", file: "phoenix_static_buildpack.config", line: index + 1 } },
  ]
  return Object.fromEntries(Object.entries(values).map(setting))
}

/** A place in short, such as `digest in apps/a`. */
function short(place: AssetPlace): string {
  const { kind, folder, packages } = place

  if (place.kind === "compile") return `${kind} ${place.file} for ${folder}, in ${place.assets}`
  if (place.kind === "script") {
    return `${kind} ${place.script} of ${place.packages.folder} for ${folder}${place.digest ? ", digested" : ""}`
  }
  return `${kind} in ${folder}${packages === undefined ? "" : ` with ${packages.folder}`}`
}

async function found(files: Files, wanted: AssetWish = {}): Promise<{ places: string[]; packages: string[] }> {
  const { places, packages } = await findAssets(await readApp(await tempApp(files)), wanted)
  return { places: places.map(short), packages: packages.map(({ folder }) => folder) }
}

interface Case {
  readonly what: string
  readonly files: Files
  readonly wish?: AssetWish
  readonly places: readonly string[]
  readonly packages?: readonly string[]
}

const plain: readonly Case[] = [
  { what: "nothing", files: { "mix.exs": mixExs() }, places: [] },
  { what: "an alias alone", files: { "mix.exs": mixExs(alias, phoenix) }, places: ["alias in ."] },
  {
    what: "an alias that goes before scripts",
    files: { "mix.exs": mixExs(alias), "assets/package.json": packageJson("deploy") },
    places: ["alias in . with assets"],
    packages: ["assets"],
  },
  {
    what: "deploy before build, in assets before the root",
    files: {
      "mix.exs": mixExs(phoenix),
      "assets/package.json": packageJson("build", "deploy"),
      "package.json": packageJson("build"),
    },
    places: ["script deploy of assets for ., digested"],
    packages: ["assets"],
  },
  {
    what: "build in the root of an app without Phoenix",
    files: { "mix.exs": mixExs(), "package.json": packageJson("build") },
    places: ["script build of . for ."],
    packages: ["."],
  },
  {
    what: "a package.json for developers",
    files: { "mix.exs": mixExs(), "package.json": packageJson("lint") },
    places: [],
  },
  { what: "Phoenix without static files", files: { "mix.exs": mixExs(phoenix) }, places: [] },
  {
    what: "static files of Phoenix",
    files: { "mix.exs": mixExs(phoenix), "priv/static/robots.txt": "", "package.json": packageJson() },
    places: ["digest in ."],
  },
  {
    what: "static files without Phoenix",
    files: { "mix.exs": mixExs(), "priv/static/robots.txt": "" },
    places: [],
  },
]

const umbrellas: readonly Case[] = [
  {
    what: "what each app has",
    files: {
      "mix.exs": mixExs(umbrella),
      "apps/a/mix.exs": mixExs(alias, phoenix),
      "apps/b/mix.exs": mixExs(phoenix),
      "apps/b/assets/package.json": packageJson("deploy"),
      "apps/c/mix.exs": mixExs(phoenix),
      "apps/c/priv/static/robots.txt": "",
      "apps/d/mix.exs": mixExs(),
      "apps/d/priv/static/robots.txt": "",
      "apps/README.md": "",
    },
    places: ["alias in apps/a", "script deploy of apps/b/assets for apps/b, digested", "digest in apps/c"],
    packages: ["apps/b/assets"],
  },
  {
    what: "apps in another folder than apps",
    files: { "mix.exs": mixExs(`apps_path: "parts"`), "parts/a/mix.exs": mixExs(alias) },
    places: ["alias in parts/a"],
  },
  {
    what: "the alias at the top, which builds all of it, with the packages of all",
    files: {
      "mix.exs": mixExs(umbrella, alias),
      "apps/a/mix.exs": mixExs(alias, phoenix),
      "apps/a/assets/package.json": packageJson(),
      "apps/b/mix.exs": mixExs(phoenix),
      "apps/b/package.json": packageJson("lint"),
    },
    places: ["alias in ."],
    packages: ["apps/a/assets"],
  },
  {
    what: "a script at the top beside the apps, each of which is digested",
    files: {
      "mix.exs": mixExs(umbrella),
      "mix.lock": `%{"phoenix": {:hex, :phoenix, "1.7.21", "00", [:mix], [], "hexpm", "00"}}`,
      "package.json": packageJson("build"),
      "apps/a/mix.exs": mixExs(phoenix),
      "apps/a/package.json": packageJson("build"),
      "apps/b/mix.exs": mixExs(phoenix),
      "apps/c/mix.exs": mixExs(),
    },
    places: ["script build of . for .", "script build of apps/a for apps/a, digested", "digest in apps/b"],
    packages: [".", "apps/a"],
  },
  {
    what: "a workspace at the top, whose parts have no packages of their own",
    files: {
      "mix.exs": mixExs(umbrella),
      "package.json": JSON.stringify({ scripts: { build: "x" }, workspaces: ["apps/*"] }),
      "apps/a/mix.exs": mixExs(phoenix),
      "apps/a/package.json": packageJson("build"),
      "apps/b/mix.exs": mixExs(alias),
      "apps/b/assets/package.json": packageJson("build"),
    },
    places: ["script build of . for .", "digest in apps/a", "alias in apps/b"],
    packages: ["."],
  },
]

const web = {
  "mix.exs": mixExs(umbrella, alias),
  "apps/web/mix.exs": mixExs(phoenix),
  "apps/api/mix.exs": mixExs(alias),
}
const both = { "assets/package.json": packageJson("build"), "package.json": packageJson("build") }

const wished: readonly Case[] = [
  {
    what: "the project that is named, and no other",
    files: { ...web, "apps/web/assets/package.json": packageJson("build") },
    wish: wish({ project: "apps/web" }),
    places: ["script build of apps/web/assets for apps/web, digested"],
    packages: ["apps/web/assets"],
  },
  {
    what: "all of them when the app itself is named",
    files: web,
    wish: wish({ project: "." }),
    places: ["alias in ."],
  },
  {
    what: "package.json in the folder that is named",
    files: { "mix.exs": mixExs(), ...both, "front/package.json": packageJson("build") },
    wish: wish({ assets: "front" }),
    places: ["script build of front for ."],
    packages: ["front"],
  },
  {
    what: "package.json in the app itself when that is named",
    files: { "mix.exs": mixExs(), ...both },
    wish: wish({ assets: "." }),
    places: ["script build of . for ."],
    packages: ["."],
  },
  {
    what: "it elsewhere when the folder that is named has none",
    files: { "mix.exs": mixExs(), "package.json": packageJson("build") },
    wish: wish({ assets: "assets" }),
    places: ["script build of . for ."],
    packages: ["."],
  },
  {
    what: "the script compile before anything else",
    files: { "mix.exs": mixExs(alias, phoenix), compile: "npm run deploy\n", "assets/package.json": packageJson() },
    places: ["compile compile for ., in assets"],
    packages: ["assets"],
  },
  {
    what: "a script of another name, in the project that is named",
    files: { ...web, "bin/assets.sh": "", compile: "" },
    wish: wish({ project: "apps/web", compile: "bin/assets.sh" }),
    places: ["compile bin/assets.sh for apps/web, in apps/web/assets"],
  },
  {
    what: "what there is when compile is named but is not there",
    files: { "mix.exs": mixExs(alias), "compile/README": "" },
    wish: wish({ compile: "compile" }),
    places: ["alias in ."],
  },
]

describe("findAssets", () => {
  it.each(plain)("finds $what", async ({ files, places, packages = [] }) => {
    expect(await found(files)).toEqual({ places, packages })
  })

  it.each(umbrellas)("finds in an umbrella $what", async ({ files, places, packages = [] }) => {
    expect(await found(files)).toEqual({ places, packages })
  })

  it.each(wished)("takes $what", async ({ files, wish, places, packages = [] }) => {
    expect(await found(files, wish)).toEqual({ places, packages })
  })

  it("names the broken package.json", async () => {
    const app = await readApp(await tempApp({ "mix.exs": mixExs(), "assets/package.json": "{,}" }))
    expect((await failure(findAssets(app))).title).toBe("assets/package.json:1:2 is not valid JSON")
  })

  it.each([
    { what: "a project that is not there", wanted: wish({ project: "apps/shop" }) },
    { what: "a script that is not there", wanted: wish({ compile: "build.sh" }) },
  ])("refuses $what", async ({ wanted }) => {
    const app = await readApp(await tempApp({ "mix.exs": mixExs() }))
    expect(renderError(await failure(findAssets(app, wanted)))).toMatchSnapshot()
  })
})
