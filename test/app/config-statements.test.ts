import { expect, it } from "vitest"
import { saidInConfig } from "../../lib/app/config-statements.ts"

/** The applications of which something is said; those with a question mark that only running it tells. */
function saidOf(text: string): readonly string[] {
  return [...new Set(saidInConfig(text).map(({ app, text: said }) => (said === undefined ? `${app}?` : app)))]
}

const phoenix = `
import Config

config :hello, HelloWeb.Endpoint,
  url: [host: "localhost"],
  adapter: Bandit.PhoenixAdapter

config :esbuild,
  version: "0.25.4",
  hello: [
    args: ~w(js/app.js --bundle),
    env: %{"NODE_PATH" => [Path.expand("../deps", __DIR__), Mix.Project.build_path()]}
  ]

config :logger, :default_formatter, format: "$time", metadata: [:request_id]
config :logger, level: String.to_atom(System.get_env("LEVEL", "info"))
config(:phoenix, :json_library, Jason)
import_config "#{config_env()}.exs"
`

it.each<[string, string, readonly string[]]>([
  ["as Phoenix writes it", phoenix, ["hello", "esbuild", "phoenix"]],
  ["a value of a variable", 'config :a, b: System.get_env("B")', ["a?"]],
  ["a text with something in it", 'config :a, b: "#{c}"', ["a?"]],
  ["a sigil with something in it", "config :a, b: ~w(#{c})", ["a?"]],
  ["a condition", "if config_env() == :prod do\n  config :a, b: 1\nend", ["prod?", "a?", "b?"]],
  ["an application that is computed", "for app <- [:a, :b] do\n  config app, c: 1\nend", ["?", "a?", "b?", "c?"]],
  ["two in a line", "config :a, b: 1; config :c, d: 1", ["a?", "b?", "c?", "d?"]],
  ["a list", "[a: [b: 1]]", ["a?", "b?"]],
  ["what Logger's macros look at", "config :logger, compile_time_purge_matching: [[level_lower_than: :info]]", [""]],
  [
    "what they may look at",
    "purge = [compile_time_purge_matching: x()]\nconfig :logger, purge",
    ["compile_time_purge_matching?", "?"],
  ],
  ["a file that is chosen by a variable", 'import_config "#{System.get_env("AT")}.exs"', ["?"]],
  ["one that is if a variable is set", 'if System.get_env("AT"), do: import_config "at.exs"', ["?", "do?"]],
  ["one that may be there", 'if File.exists?("x.exs"), do: import_config "x.exs"', ["do?"]],
])("tells of which applications a file says something: %s", (_, text, expected) => {
  expect(saidOf(text)).toEqual(expected)
})

it("does not mind how it is written", () => {
  const [one] = saidInConfig('config :a, b: [1, "c"]')
  expect(saidInConfig('# a comment\nconfig(:a,\n  b: [1,\n    "c"])\n')).toEqual([one])
  for (const other of ["[1, :c]", '[2, "c"]', '[1, "c", ~w(d)]', '["1", "c"]']) {
    expect(saidInConfig(`config :a, b: ${other}`)).not.toEqual([one])
  }
  expect(saidInConfig("config :a, b: ~w(a b)")).not.toEqual(saidInConfig("config :a, b: ~w(a c)"))
})
