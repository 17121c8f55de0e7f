import { describe, expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { type Assets, findAssets } from "../../lib/app/assets.ts"
import { tempApp } from "../support/app.ts"
import { failure } from "../support/failure.ts"

const alias = `aliases: ["assets.deploy": ["esbuild default --minify", "phx.digest"]]`
const phoenix = `deps: [{:phoenix, "~> 1.7"}]`

function mixExs(...settings: readonly string[]): string {
  const list = ["app: :shop", ...settings].join(", ")
  return `defmodule Shop.MixProject do\n  use Mix.Project\n  def project, do: [${list}]\nend\n`
}

function packageJson(...names: readonly string[]): string {
  return JSON.stringify({ scripts: Object.fromEntries(names.map((name) => [name, `run ${name}`])) })
}

const none = { manager: "npm" } as const

type Case = readonly [what: string, files: Readonly<Record<string, string>>, expected: Assets]

describe("findAssets", () => {
  it.each<Case>([
    ["nothing", { "mix.exs": mixExs() }, { kind: "none" }],
    ["an alias alone", { "mix.exs": mixExs(alias, phoenix) }, { kind: "alias", packages: undefined }],
    [
      "an alias that goes before scripts",
      { "mix.exs": mixExs(alias), "assets/package.json": packageJson("deploy"), "assets/package-lock.json": "{}" },
      {
        kind: "alias",
        packages: {
          folder: "assets",
          scripts: { deploy: "run deploy" },
          lock: { manager: "npm", file: "package-lock.json" },
        },
      },
    ],
    [
      "deploy before build, in assets before the root",
      {
        "mix.exs": mixExs(phoenix),
        "assets/package.json": packageJson("build", "deploy"),
        "package.json": packageJson("build"),
      },
      {
        kind: "script",
        packages: { folder: "assets", scripts: { build: "run build", deploy: "run deploy" }, lock: none },
        script: "deploy",
        digest: true,
      },
    ],
    [
      "build in the root of an app without Phoenix",
      { "mix.exs": mixExs(), "package.json": packageJson("build"), "yarn.lock": "" },
      {
        kind: "script",
        packages: { folder: ".", scripts: { build: "run build" }, lock: { manager: "yarn", file: "yarn.lock" } },
        script: "build",
        digest: false,
      },
    ],
    ["a package.json for developers", { "mix.exs": mixExs(), "package.json": packageJson("lint") }, { kind: "none" }],
    ["Phoenix without static files", { "mix.exs": mixExs(phoenix) }, { kind: "none" }],
    [
      "static files of Phoenix",
      { "mix.exs": mixExs(phoenix), "priv/static/robots.txt": "", "package.json": packageJson() },
      { kind: "digest" },
    ],
    ["static files without Phoenix", { "mix.exs": mixExs(), "priv/static/robots.txt": "" }, { kind: "none" }],
    [
      "Phoenix in the lock of an umbrella",
      {
        "mix.exs": mixExs(),
        "mix.lock": `%{"phoenix": {:hex, :phoenix, "1.7.21", "00", [:mix], [], "hexpm", "00"}}`,
        "package.json": packageJson("build"),
      },
      {
        kind: "script",
        packages: { folder: ".", scripts: { build: "run build" }, lock: none },
        script: "build",
        digest: true,
      },
    ],
  ])("finds %s", async (_, files, expected) => {
    expect(await findAssets(await readApp(await tempApp(files)))).toEqual(expected)
  })

  it.each([
    ["package-lock.json", "npm"],
    ["npm-shrinkwrap.json", "npm"],
    ["yarn.lock", "yarn"],
    ["pnpm-lock.yaml", "pnpm"],
    ["bun.lock", "bun"],
    ["bun.lockb", "bun"],
  ])("tells the package manager by %s", async (file, manager) => {
    const app = await tempApp({
      "mix.exs": mixExs(),
      "assets/package.json": packageJson("build"),
      [`assets/${file}`]: "",
    })
    expect(await findAssets(await readApp(app))).toMatchObject({ packages: { lock: { manager, file } } })
  })

  it("names the broken package.json", async () => {
    const app = await readApp(await tempApp({ "mix.exs": mixExs(), "assets/package.json": "{,}" }))
    expect((await failure(findAssets(app))).title).toBe("assets/package.json:1:2 is not valid JSON")
  })
})
