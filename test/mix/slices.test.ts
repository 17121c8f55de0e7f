import { expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { buildSlices, releaseSlices } from "../../lib/mix/slices.ts"
import { tempApp } from "../support/app.ts"
import { mixExs } from "../support/apps.ts"

const root = "_build/prod/rel/hello"
const release = { name: "hello", root, overlays: { server: false, migrate: false } }
const lock = `%{ "jason": {:hex, :jason, "1.4.4", "${"0".repeat(64)}", [:mix], [], "hexpm", "${"1".repeat(64)}"} }\n`

it("parts what a release brings along from its dependencies, and both from the app's own", async () => {
  const folder = await tempApp({
    "mix.exs": mixExs([], ['{:jason, "~> 1.4"}']),
    "mix.lock": lock,
    ...Object.fromEntries(
      ["kernel-10.2", "elixir-1.18.3", "jason-1.4.4", "hello-0.1.0"].map((name) => [`${root}/lib/${name}/ebin/x`, ""]),
    ),
    [`${root}/erts-15.2/bin/erl`]: "",
    [`${root}/releases/COOKIE`]: "",
  })
  expect(await releaseSlices(await readApp(folder), [release])).toEqual([
    [`${root}/erts-15.2`, `${root}/lib/elixir-1.18.3`, `${root}/lib/kernel-10.2`],
    [`${root}/lib/jason-1.4.4`],
  ])
})

it("knows all applications of an umbrella for its own", async () => {
  const folder = await tempApp({
    "mix.exs": 'defmodule U do\n  def project, do: [apps_path: "apps", deps: []]\nend\n',
    "apps/web/mix.exs": "defmodule W do\n  def project, do: [app: :web, deps: []]\nend\n",
    [`${root}/lib/web-0.1.0/ebin/x`]: "",
    [`${root}/lib/stdlib-6.2/ebin/x`]: "",
  })
  expect(await releaseSlices(await readApp(folder), [release])).toEqual([[`${root}/lib/stdlib-6.2`]])
})

it("keeps dependencies and what was built of them together for an app that runs on Mix", async () => {
  const folder = await tempApp({
    "mix.exs": mixExs([], ['{:jason, "~> 1.4"}']),
    "mix.lock": lock,
    "_build/prod/lib/hello/ebin/x": "",
    "_build/prod/lib/jason/ebin/x": "",
  })
  expect(await buildSlices(await readApp(folder), "_build/prod")).toEqual([["deps", "_build/prod/lib/jason"]])
})
