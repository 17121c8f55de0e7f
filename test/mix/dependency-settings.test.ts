import { expect, it } from "vitest"
import type { Env } from "../../lib/core/env.ts"
import { digestOf } from "../../lib/io/tree-content.ts"
import { dependencySettings, isSettings } from "../../lib/mix/dependency-settings.ts"
import type { Files } from "../support/app.ts"
import { mixExs } from "../support/apps.ts"

function settingsOf(texts: Files, env: Env = {}) {
  const files = new Map(
    Object.entries(texts).map(([path, text]) => {
      return [path, { kind: "file", digest: digestOf(text), bytes: 1, seconds: 1 }] as const
    }),
  )
  const settings = new Map(Object.entries(texts).filter(([path, text]) => isSettings(path, text)))
  return dependencySettings({ files, settings }, { env, purpose: "production" })
}

const files = {
  "mix.exs": mixExs([], ['{:nif, "~> 1.0", system_env: [{"WITH", "x"}]}', '{:jason, "~> 1.4"}']),
  "config/config.exs":
    'import Config\nconfig :hello, a: 1\nconfig :mail, key: System.get_env("KEY")\nconfig :web, b: 1\n',
  "config/runtime.exs": "import Config\nconfig :late, c: 1\n",
  "lib/hello.ex": "config :none",
}

/** Of which applications something else is said than in `files`. */
function others(changed: Files, env: Env = {}): readonly string[] {
  const [was, is] = [settingsOf(files), settingsOf({ ...files, ...changed }, env)]
  return [...new Set([...was.keys(), ...is.keys()])].filter((app) => was.get(app) !== is.get(app)).toSorted()
}

const config = files["config/config.exs"]

it.each<[string, Files, Env, readonly string[]]>([
  ["nothing has changed", { "lib/hello.ex": "other" }, { OTHER: "x" }, []],
  ["a setting is another", { "config/config.exs": config.replace("b: 1", "b: 2") }, {}, ["web"]],
  ["code before it is another", { "config/config.exs": config.replace("Config", "Config\nkey = 1") }, {}, ["mail"]],
  ["there is one more", { "config/prod.exs": "import Config\nconfig :web, d: 1\n" }, {}, ["web"]],
  ["it is in another place", { "more/x.exs": "import Config\nconfig :web, d: 1\n" }, {}, ["web"]],
  ["a variable is another", {}, { KEY: "x" }, ["mail"]],
  ["the running app reads another", { "config/runtime.exs": "import Config\nconfig :late, c: 2\n" }, {}, []],
  ["an option is another", { "mix.exs": files["mix.exs"].replace('"x"', '"y"') }, {}, ["nif"]],
  ["a version is another", { "mix.exs": files["mix.exs"].replace("~> 1.4", "~> 1.5") }, {}, []],
])("says something else of an application when %s", (_, changed, env, expected) => {
  expect(others(changed, env)).toEqual(expected)
})

it("counts what a computed setting may read", () => {
  const reading = (key: string) =>
    settingsOf({
      "config/a.exs": 'config :mail, key: File.read!("priv/key.txt")\n',
      "priv/key.txt": key,
      "lib/a.ex": key,
    })
  expect(reading("one")).toEqual(reading("one"))
  expect(reading("one")).not.toEqual(reading("two"))
})
