import { expect, it } from "vitest"
import { parseMixConfig } from "../../lib/app/mix-config.ts"

/** The settings whose value is one token, and whether that is all. */
function read(text: string): readonly [Record<string, string>, boolean] {
  const { settings, complete } = parseMixConfig(text, ["esbuild", "other"]).esbuild
  const texts = settings.map(({ key, value: [node] }) => [key, node?.kind === "group" ? node.open : node?.text])
  return [Object.fromEntries(texts), complete]
}

const phoenix = `
import Config

# config :esbuild, version: "0.1.0"
config :esbuild,
  version: "0.25.4",
  hello: [
    args: ~w(js/app.js --bundle --target=es2022 --outdir=../priv/static/assets/js),
    cd: Path.expand("../assets", __DIR__),
    env: %{"NODE_PATH" => [Path.expand("../deps", __DIR__), Mix.Project.build_path()]}
  ]

config :tailwind, version: "4.1.7"
import_config "#{config_env()}.exs"
`

it.each([
  ["as Phoenix writes it", phoenix, { version: "0.25.4", hello: "[" }],
  ["no word of it", "import Config\nconfig :hello, esbuild: 1\n", {}],
  ["in parentheses", 'config(:esbuild, version: "1.0.0")', { version: "1.0.0" }],
  ["as a list", 'config :esbuild, [version: "1.0.0", path: "x"]', { version: "1.0.0", path: "x" }],
  ["one key", 'config :esbuild, :version, "1.0.0"\nconfig :esbuild, :path, "x"', { version: "1.0.0", path: "x" }],
  ["one key with a list", 'config :esbuild, :hello, [args: ["a"]]', { hello: "[" }],
  ["made by code", 'config :esbuild, version: System.fetch_env!("V")', { version: "System" }],
])("reads what stands there: %s", (_, text, settings) => {
  expect(read(text)).toEqual([settings, true])
})

it.each([
  ["in a condition", 'if config_env() == :prod do\n  config :esbuild, version: "1.0.0"\nend'],
  ["in a condition of one line", 'if x, do: config(:esbuild, path: "x")'],
  ["by a loop", "for app <- [:esbuild, :tailwind], do: config(app, version: v)"],
  ["by a list that code makes", "config :esbuild, defaults()"],
  ["by a key with keywords", 'config :esbuild, :hello, version: "1.0.0"'],
])("knows when there is more to it: %s", (_, text) => {
  expect(read(text)[1]).toBe(false)
})
