import { expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import { describeOrigin, type Setting } from "../../lib/core/setting.ts"
import type { Target } from "../../lib/core/target.ts"
import { elixirConfig } from "../../lib/elixir/config.ts"
import { runtimeRequests } from "../../lib/elixir/runtimes.ts"
import { tempApp } from "../support/app.ts"
import { mixExs } from "../support/apps.ts"

const lock = (...entries: readonly string[]): string => `%{\n${entries.map((entry) => `  ${entry},\n`).join("")}}\n`
const digest = "0".repeat(64)
const hex = (name: string, manager: string): string =>
  `"${name}": {:hex, :${name}, "1.0.0", "${digest}", [:${manager}], [], "hexpm", "${digest}"}`
const git = '"tool": {:git, "https://example.com/tool.git", "0123456789abcdef", []}'
const target: Target = { os: "linux", arch: "amd64", distro: { name: "ubuntu", version: "24.04" } }
const umbrella = 'defmodule Top do\n  use Mix.Project\n  def project, do: [apps_path: "apps"]\nend\n'

async function requests(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const app = await readApp(await tempApp(files))
  return runtimeRequests(app, elixirConfig(app, env).settings, { env, target, output: () => undefined })
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
  const asked = await requests(files, { HEX_VERSION: "2.0.6", ERLANG_VERSION: "" })
  expect(asked.map(({ name, wishes }) => [name, ...wishes.map(shown)])).toEqual([
    ["erlang", "26.2 (.tool-versions:1)"],
    ["elixir", "1.17.0 (elixir_buildpack.config:2)", "1.16.0 (.tool-versions:2)"],
    ["hex", "2.0.6 (HEX_VERSION)"],
  ])
})

it("has what every mix.exs of an umbrella demands of Elixir", async () => {
  const files = {
    "mix.exs": umbrella.replace("[apps", '[elixir: "~> 1.15", apps'),
    "apps/web/mix.exs": mixExs(),
    "apps/core/mix.exs": mixExs().replace("~> 1.17", ">= 1.16.0"),
    "apps/plain/mix.exs": mixExs().replace('elixir: "~> 1.17",', ""),
  }
  const [erlang, elixir] = await requests(files)
  expect(erlang?.requirements).toEqual([])
  expect(elixir?.requirements.map(shown)).toEqual([
    "~> 1.15 (mix.exs:3)",
    ">= 1.16.0 (apps/core/mix.exs:8)",
    "~> 1.17 (apps/web/mix.exs:8)",
  ])
})

it("tells of a file that does not decide and cannot be read", async () => {
  const files = { "mix.exs": mixExs(), ".tool-versions": "erlang 27\n", "mise.toml": "[tools\nerlang = '27'\n" }
  const events: OutputEvent[] = []
  const app = await readApp(await tempApp(files))
  await runtimeRequests(app, new Map(), { env: {}, target, output: (event) => events.push(event) })
  expect(events).toEqual([{ kind: "warning", text: "mise.toml:1:7 is not valid TOML: passed over for Erlang/OTP" }])
})

function shown({ value, origin }: Setting<string>): string {
  return `${value} (${describeOrigin(origin)})`
}

it("takes variables that contradict each other as wishes, the stronger first", async () => {
  const env = { ELIXIR_VERSION: "1.18", BP_ELIXIR_VERSION: "1.17" }
  const [, elixir] = await requests({ "mix.exs": mixExs() }, env)
  expect(elixir?.wishes.map(shown)).toEqual(["1.17 (BP_ELIXIR_VERSION)", "1.18 (ELIXIR_VERSION)"])
})

it("refuses a requirement that Mix cannot read", async () => {
  const files = { "mix.exs": mixExs().replace("~> 1.17", "~> x") }
  await expect(requests(files)).rejects.toThrow('mix.exs:8: "~> x" is no requirement that Mix can read')
})
