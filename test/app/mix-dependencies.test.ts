import { expect, it } from "vitest"
import { type MixDependency, parseMixDependencies } from "../../lib/app/mix-dependencies.ts"

/** A mix.exs with these dependencies. */
function project(deps: string, more = ""): string {
  return `defmodule Hello.MixProject do
  use Mix.Project
  @tools [{:credo, "~> 1.7", only: :dev}]

  def project do
    [app: :hello, version: "0.1.0", deps: deps()${more}]
  end

  defp deps do
    ${deps}
  end

  defp more, do: [{:plug, "~> 1.0"}]
end
`
}

const hex = (name: string, repository = "hexpm"): MixDependency["from"] => ({ kind: "hex", name, repository })
const named = (app: string, from: MixDependency["from"], only?: readonly string[]): MixDependency => ({
  app,
  from,
  only,
})

it.each<[string, string, MixDependency]>([
  ["with a requirement", '{:jason, "~> 1.4"}', named("jason", hex("jason"))],
  ["with a requirement that is computed", '{:jason, "~> " <> version}', named("jason", hex("jason"))],
  ["of a keyword list", 'jason: "~> 1.4"', named("jason", hex("jason"))],
  ["for one environment", '{:credo, "~> 1.7", only: :dev, runtime: false}', named("credo", hex("credo"), ["dev"])],
  [
    "for several, in brackets",
    '{:credo, "~> 1.7", [only: [:dev, :test]]}',
    named("credo", hex("credo"), ["dev", "test"]),
  ],
  ["for those that Mix is told", '{:credo, "~> 1.7", only: tools()}', named("credo", hex("credo"))],
  ["of another name", '{:json, "~> 1.4", hex: :jason}', named("json", hex("jason"))],
  ["of an organisation", '{:secret, "~> 1.0", organization: "acme"}', named("secret", hex("secret", "hexpm:acme"))],
  ["of another repository", '{:oban_pro, "~> 1.0", repo: "oban"}', named("oban_pro", hex("oban_pro", "oban"))],
  ["of a repository that is computed", '{:secret, "~> 1.0", repo: repo()}', named("secret", { kind: "other" })],
  ["of git", '{:icons, github: "acme/icons", tag: "v1"}', named("icons", { kind: "other" })],
  ["of the umbrella", "{:core, in_umbrella: true}", named("core", { kind: "umbrella" })],
  ["of a folder", '{:local, "~> 1.0", path: "libs/local"}', named("local", { kind: "folder", path: "libs/local" })],
  ["of a folder that is computed", "{:local, path: path()}", named("local", { kind: "other" })],
])("reads a dependency %s", (_, text, expected) => {
  expect(parseMixDependencies(project(`[${text}]`))).toEqual({ named: [expected], complete: true, moves: false })
})

it("finds what is joined and what has another place", () => {
  const { named: found, complete } = parseMixDependencies(project('[{:jason, "~> 1.4"}] ++ @tools ++ more()'))
  expect(found.map(({ app }) => app)).toEqual(["jason", "credo", "plug"])
  expect(complete).toBe(true)
})

it.each([
  ["computes a part of the list", '[{:jason, "~> 1.4"}] ++ extra(Mix.env())'],
  ["computes an element", '[{:jason, "~> 1.4"}, dep(:plug)]'],
  ["computes the name", '[{:jason, "~> 1.4"}, {name(), "~> 1.0"}]'],
  ["computes the options", '[{:jason, "~> 1.4"}, {:plug, "~> 1.0", options()}]'],
  ["decides", 'if true, do: [{:jason, "~> 1.4"}], else: []'],
])("tells that there may be more when mix.exs %s", (_, deps) => {
  expect(parseMixDependencies(project(deps)).complete).toBe(false)
})

it.each([
  ["nothing", "", false],
  ["no project", "IO.puts(:hello)", false],
  ["a project without any", "defmodule A do\n  def project, do: [app: :a]\nend\n", true],
])("finds none in %s", (_, text, complete) => {
  expect(parseMixDependencies(text)).toEqual({ named: [], complete, moves: false })
})

it.each(["deps_path", "build_path", "lockfile"])("tells that mix.exs sets %s", (key) => {
  expect(parseMixDependencies(project("[]", `, ${key}: "elsewhere"`)).moves).toBe(true)
})
