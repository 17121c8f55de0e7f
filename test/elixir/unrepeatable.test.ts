import { expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { elixirConfig } from "../../lib/elixir/config.ts"
import { whyTasksVary, whyUnrepeatable } from "../../lib/elixir/unrepeatable.ts"
import { type Files, tempApp } from "../support/app.ts"
import { mixExs, phoenixApp, plainApp } from "../support/apps.ts"

async function why(files: Files, env: Readonly<Record<string, string>> = {}): Promise<string | undefined> {
  const app = await readApp(await tempApp(files))
  return whyUnrepeatable(app, elixirConfig(app, env).hooks)
}

it.each([
  ["without dependencies", plainApp],
  ["with a lock", phoenixApp],
  ["with an empty hook", { ...plainApp, "elixir_buildpack.config": "hook_post_compile=''\n" }],
  ["with the idle hook of old templates", { ...plainApp, "elixir_buildpack.config": 'pre_compile="pwd"\n' }],
])("a build of an app %s can be repeated", async (_, files) => {
  expect(await why(files)).toBeUndefined()
})

it.each([
  [
    { ...plainApp, "mix.exs": mixExs([], ['{:jason, "~> 1.0"}']) },
    {},
    "without mix.lock Hex may choose other packages each time",
  ],
  [
    { ...plainApp, "elixir_buildpack.config": "\npost_compile='bin/notify'\n" },
    {},
    "nobody knows what post_compile does (elixir_buildpack.config:2)",
  ],
  [
    phoenixApp,
    { BEAMPACK_HOOK_PRE_COMPILE: "bin/generate" },
    "nobody knows what hook_pre_compile does (BEAMPACK_HOOK_PRE_COMPILE)",
  ],
])("another one cannot: %#", async (files, env, expected) => {
  expect(await why(files, env)).toBe(expected)
})

it.each([
  ['compile: ["cms.download", "compile"]', "mix cms.download may make something else each time"],
  ['compile: ["cmd ./generate.sh", "compile"]', "mix cmd ./generate.sh may make something else each time"],
  ['compile: ["shop.gen", "compile"]', undefined],
  ['setup: ["cms.download"]', undefined],
])("knows what the alias %s may do", async (alias, expected) => {
  const app = await readApp(await tempApp({ ...plainApp, "mix.exs": mixExs([`aliases: [${alias}]`]) }))
  expect(await whyTasksVary(app)).toBe(expected)
})
