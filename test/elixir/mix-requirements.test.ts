import { expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import type { Target } from "../../lib/core/target.ts"
import { elixirConfig } from "../../lib/elixir/config.ts"
import { runtimeRequests } from "../../lib/elixir/runtimes.ts"
import { tempApp } from "../support/app.ts"

const target: Target = { os: "linux", arch: "amd64", distro: { name: "ubuntu", version: "24.04" } }

const mixExs = (elixir: string): string => `defmodule App.MixProject do
  use Mix.Project
  @elixir "~> 1.17"

  def project do
    [
      app: :app,
      elixir: ${elixir}
    ]
  end
end
`
const umbrella = 'defmodule Top do\n  use Mix.Project\n  def project, do: [apps_path: "apps"]\nend\n'

/** What a build is told, and what it asks of Elixir. */
async function read(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const events: OutputEvent[] = []
  const app = await readApp(await tempApp(files))
  const context = { env: {}, target, output: (event: OutputEvent) => void events.push(event) }
  const [, elixir] = await runtimeRequests(app, elixirConfig(app, {}).settings, context)
  const needed = elixir?.requirements.map(({ value }) => `needs ${value}`) ?? []
  return [...needed, ...events.flatMap((event) => (event.kind === "warning" ? [event.text] : []))]
}

it("takes what an attribute of mix.exs has", async () => {
  expect(await read({ "mix.exs": mixExs("@elixir") })).toEqual(["needs ~> 1.17"])
})

it("tells of what only Mix could work out, in each mix.exs of an umbrella", async () => {
  const files = {
    "mix.exs": umbrella,
    "apps/core/mix.exs": mixExs('System.get_env("ELIXIR") || "~> 1.16.0"'),
    "apps/shop/mix.exs": mixExs('"~> 1.15"'),
    "apps/web/mix.exs": mixExs("version()"),
  }
  expect(await read(files)).toMatchInlineSnapshot(`
    [
      "needs ~> 1.15",
      "apps/core/mix.exs:8: code makes the value of "elixir:", so that it does not count; name the version in .tool-versions",
      "apps/web/mix.exs:8: code makes the value of "elixir:", so that it does not count; name the version in .tool-versions",
    ]
  `)
})

it("does not tell of it when the version is named elsewhere", async () => {
  expect(await read({ "mix.exs": mixExs("version()"), ".tool-versions": "elixir 1.18.4\n" })).toEqual([])
})
