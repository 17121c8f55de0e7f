import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { type MixProject, parseMixProject } from "../../lib/app/mix-project.ts"

/** Real texts, named by what they show. */
const folder = new URL("./mix-exs/", import.meta.url)

function text(name: string): string {
  return readFileSync(new URL(`${name}.exs`, folder), "utf8")
}

const empty = {
  app: undefined,
  version: undefined,
  elixir: undefined,
  appsPath: undefined,
  releases: { kind: "none" },
  defaultRelease: undefined,
  aliases: [],
  dependencies: [],
} satisfies MixProject

function at<T>(value: T, line: number) {
  return { value, origin: { kind: "file", file: "mix.exs", line } as const }
}

function named(line: number, ...names: string[]) {
  return { kind: "named", names, origin: { kind: "file", file: "mix.exs", line } } as const
}

function computed(line: number) {
  return { kind: "computed", origin: { kind: "file", file: "mix.exs", line } } as const
}

const projects: Readonly<Record<string, Partial<MixProject>>> = {
  plain: { app: "hello", version: "0.1.0", elixir: at("~> 1.17", 8) },
  "one-line": { app: "tiny", version: "1.0.0", dependencies: ["plug"] },
  "phoenix-1.5": {
    app: "shop",
    version: "0.1.0",
    elixir: at("~> 1.7", 8),
    aliases: ["setup", "ecto.setup"],
    dependencies: ["phoenix", "ecto_sql", "plug_cowboy"],
  },
  "phoenix-1.6": {
    app: "shop",
    version: "0.1.0",
    elixir: at("~> 1.12", 8),
    aliases: ["setup", "assets.deploy"],
    dependencies: ["phoenix", "esbuild"],
  },
  "phoenix-1.7": {
    app: "shop",
    version: "0.1.0",
    elixir: at("~> 1.14", 8),
    aliases: ["setup", "assets.setup", "assets.build", "assets.deploy"],
    dependencies: ["phoenix", "tailwind", "heroicons", "bandit"],
  },
  "phoenix-1.8": {
    app: "shop",
    version: "0.1.0",
    elixir: at("~> 1.15", 8),
    aliases: ["setup", "assets.deploy", "precommit"],
    dependencies: ["phoenix", "lazy_html", "daisyui"],
  },
  umbrella: {
    appsPath: "apps",
    version: "0.1.0",
    releases: named(11, "shop", "admin"),
    defaultRelease: at("shop", 15),
    aliases: ["setup"],
    dependencies: ["phoenix_live_view"],
  },
  attributes: {
    app: "shop",
    version: "2.0.0-rc.1",
    releases: named(11, "shop_web"),
    defaultRelease: at("shop_web", 11),
  },
  "releases-function": { app: "shop", version: "0.1.0", releases: named(8, "shop", "shop_worker") },
  "releases-one-liner": { app: "shop", version: "0.1.0", releases: named(8, "shop") },
  "releases-tuples": { app: "shop", version: "0.1.0", releases: named(8, "shop") },
  "releases-computed": { app: "shop", version: "0.1.0", releases: computed(8) },
  "releases-partly-computed": { app: "shop", version: "0.1.0", releases: computed(8) },
  "releases-empty": { app: "shop", version: "0.1.0" },
  decoys: { app: "decoy", version: "0.1.0", dependencies: ["jason"] },
  nerves: {
    app: "weather",
    version: "0.1.0",
    elixir: at("~> 1.13", 12),
    releases: named(15, "weather"),
    aliases: ["loadconfig"],
    dependencies: ["nerves", "shoehorn", "nerves_system_rpi0"],
  },
  concatenated: {
    app: "shop",
    version: "0.1.0",
    releases: named(13, "shop"),
    defaultRelease: at("shop", 13),
    aliases: ["setup", "lint"],
    dependencies: ["phoenix", "credo"],
  },
  "computed-project": { app: "shop", version: "0.1.0", elixir: at(undefined, 13), dependencies: ["phoenix"] },
}

describe("parseMixProject", () => {
  it.each(readdirSync(folder).map((file) => file.replace(/\.exs$/, "")))("reads %s", (name) => {
    expect(parseMixProject(text(name))).toEqual({ ...empty, ...projects[name] })
  })

  it.each(Object.keys(projects))("reads %s with Windows line ends", (name) => {
    expect(parseMixProject(text(name).replaceAll("\n", "\r\n"))).toEqual(parseMixProject(text(name)))
  })

  it.each([
    ["nothing", ""],
    ["a module without a project", "defmodule A do\n  def other, do: [app: :a]\nend"],
    ["brackets that do not match", "defmodule A do def project do [ ( } end"],
    ["a function that calls itself", "defmodule A do\n def project, do: project()\nend"],
  ])("finds nothing in %s", (_, source) => {
    expect(parseMixProject(source)).toEqual(empty)
  })

  it.each([
    ['"~> 1.17"', "~> 1.17"],
    ["@elixir", "~> 1.16"],
    ["wanted()", "~> 1.15"],
    ["version()", undefined],
    ['System.get_env("ELIXIR") || "~> 1.17"', undefined],
    ['"~> 1." <> "17"', undefined],
    ['"~> #{@line}"', undefined],
  ])("takes %s as the requirement %j", (code, value) => {
    const source = `defmodule A do
  @elixir "~> 1.16"
  def project, do: [app: :a, elixir: ${code}, version: "1.0.0"]
  defp wanted, do: "~> 1.15"
  defp version, do: File.read!("ELIXIR")
end`
    expect(parseMixProject(source).elixir).toEqual(at(value, 3))
  })

  it("finds no requirement where there is none", () => {
    expect(parseMixProject("defmodule A do\n def project, do: [app: :a, elixir: nil]\nend").elixir).toBeUndefined()
  })

  it("ends where functions lead back to themselves", () => {
    const source = `defmodule A do
  def project, do: [app: app(), releases: releases(), aliases: a() ++ a(), deps: deps()]
  def app, do: app()
  def releases, do: releases()
  def a, do: a() ++ [x: []]
  def deps, do: [{:b, "1.0.0"}] ++ deps()
end`
    const project = parseMixProject(source)
    expect(project.app).toBeUndefined()
    expect(project.releases.kind).toBe("computed")
    expect(project.aliases).toContain("x")
    expect(project.dependencies).toEqual(["b"])
  })
})
