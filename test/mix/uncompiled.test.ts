import { expect, it } from "vitest"
import type { Env } from "../../lib/core/env.ts"
import type { Purpose } from "../../lib/core/purpose.ts"
import { uncompiled } from "../../lib/mix/uncompiled.ts"
import { tempDir, writeFiles } from "../support/app.ts"

const digest = "0".repeat(64)

function locked(name: string, needs: readonly string[] = []): string {
  const below = needs.map((need) => `{:${need}, "~> 1.0", [hex: :${need}, repo: "hexpm", optional: false]}`)
  return `"${name}": {:hex, :${name}, "1.0.0", "${digest}", [:mix], [${below.join(", ")}], "hexpm", "${digest}"},`
}

const sources = {
  "mix.exs": `defmodule Shop.MixProject do
  use Mix.Project
  def project, do: [app: :shop, deps: deps()]
  defp deps, do: [{:plug, "~> 1.0"}, {:credo, "~> 1.0", only: :dev}]
end
`,
  "mix.lock": `%{
${[locked("plug", ["mime"]), locked("mime"), locked("credo")].join("\n")}
}
`,
}

const mime = { "_build/prod/lib/mime/.mix/compile.elixir_scm": "" }

it.each<{ what: string; files?: Record<string, string>; env?: Env; purpose?: Purpose; apps: readonly string[] }>([
  { what: "all that the environment needs when nothing is built", apps: ["plug", "mime"] },
  { what: "what is missing", files: mime, apps: ["plug"] },
  {
    what: "what is missing after rebar3 on Elixir 1.18",
    files: { "_build/prod/lib/mime/.mix/compile.fetch": "" },
    apps: ["plug"],
  },
  { what: "what was not finished", files: { "_build/prod/lib/mime/ebin/mime.app": "" }, apps: ["plug", "mime"] },
  { what: "none when all are there", files: { ...mime, "_build/prod/lib/plug/.mix/compile.elixir_scm": "" }, apps: [] },
  { what: "what another environment has", files: mime, env: { MIX_ENV: "staging" }, apps: ["plug", "mime"] },
  { what: "what tests need", files: mime, purpose: "test", apps: ["plug", "mime"] },
  {
    what: "what is missing in a folder of the user's choice",
    env: { MIX_BUILD_PATH: "_build/prod" },
    files: mime,
    apps: ["plug"],
  },
  { what: "none of an app without a lock", files: { "mix.lock": "" }, apps: [] },
])("finds $what", async ({ files = {}, env = {}, purpose = "production", apps }) => {
  const app = await writeFiles(await tempDir(), { ...sources, ...files })
  expect((await uncompiled({ app, env, purpose })).toSorted()).toEqual(apps.toSorted())
})
