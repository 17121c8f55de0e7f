import { expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { elixirConfig } from "../../lib/elixir/config.ts"
import { runtimeRequests } from "../../lib/elixir/runtimes.ts"
import { tempApp } from "../support/app.ts"
import { mixExs } from "../support/apps.ts"

const lock = (...entries: readonly string[]): string => `%{\n${entries.map((entry) => `  ${entry},\n`).join("")}}\n`
const digest = "0".repeat(64)
const hex = (name: string, manager: string): string =>
  `"${name}": {:hex, :${name}, "1.0.0", "${digest}", [:${manager}], [], "hexpm", "${digest}"}`
const git = '"tool": {:git, "https://example.com/tool.git", "0123456789abcdef", []}'
const umbrella = 'defmodule Top do\n  use Mix.Project\n  def project, do: [apps_path: "apps"]\nend\n'

async function requests(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const app = await readApp(await tempApp(files))
  return runtimeRequests(app, elixirConfig(app, env).versions)
}

it.each([
  { app: "without dependencies", files: { "mix.exs": mixExs() }, helpers: [] },
  { app: "with an empty lock", files: { "mix.exs": mixExs(), "mix.lock": "%{}\n" }, helpers: [] },
  {
    app: "with dependencies and no lock",
    files: { "mix.exs": mixExs([], ['{:plug, "~> 1.0"}']) },
    helpers: ["hex", "rebar3"],
  },
  { app: "with Mix packages", files: { "mix.exs": mixExs(), "mix.lock": lock(hex("plug", "mix")) }, helpers: ["hex"] },
  {
    app: "with an Erlang package",
    files: { "mix.exs": mixExs(), "mix.lock": lock(hex("plug", "mix"), hex("cowboy", "rebar3")) },
    helpers: ["hex", "rebar3"],
  },
  { app: "with a git dependency", files: { "mix.exs": mixExs(), "mix.lock": lock(git) }, helpers: ["rebar3"] },
  { app: "that is an umbrella of apps without dependencies", files: { "mix.exs": umbrella }, helpers: [] },
  {
    app: "that is an umbrella of apps with dependencies and no lock",
    files: { "mix.exs": umbrella, "apps/web/mix.exs": mixExs([], ['{:plug, "~> 1.0"}']) },
    helpers: ["hex", "rebar3"],
  },
])("an app $app needs $helpers beside Erlang/OTP and Elixir", async ({ files, helpers }) => {
  expect((await requests(files)).map(({ name }) => name)).toEqual(["erlang", "elixir", ...helpers])
})

it("asks for the versions of the strongest source", async () => {
  const files = {
    "mix.exs": mixExs(),
    "mix.lock": lock(hex("plug", "mix")),
    ".tool-versions": "erlang 26.2\nelixir 1.16.0\n",
    "elixir_buildpack.config": "\nelixir_version=1.17.0\nerlang_version=\n",
  }
  expect(await requests(files, { HEX_VERSION: "2.0.6", ERLANG_VERSION: "" })).toMatchInlineSnapshot(`
    [
      {
        "name": "erlang",
        "version": {
          "origin": {
            "file": ".tool-versions",
            "kind": "file",
            "line": 1,
          },
          "value": "26.2",
        },
      },
      {
        "name": "elixir",
        "version": {
          "origin": {
            "file": "elixir_buildpack.config",
            "kind": "file",
            "line": 2,
          },
          "value": "1.17.0",
        },
      },
      {
        "name": "hex",
        "version": {
          "origin": {
            "kind": "env",
            "name": "HEX_VERSION",
          },
          "value": "2.0.6",
        },
      },
    ]
  `)
})
