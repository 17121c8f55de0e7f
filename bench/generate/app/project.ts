import { dependents, type Package } from "../graph.ts"
import type { Files } from "../package.ts"

/** The real packages that an app leans on, directly or not. */
export const realPackages = ["cowboy", "cowlib", "earmark_parser", "makeup", "nimble_parsec", "ranch"] as const

/** Those that the app names itself: the ones that no other needs, and every third of the others. */
export function directPackages(packages: readonly Package[]): readonly Package[] {
  return packages.filter((one, at) => at % 3 === 0 || dependents(one.name, packages).length === 0)
}

/** The project's own files, its configuration, and what it keeps in `priv`. */
export function projectFiles(packages: readonly Package[]): Files {
  const deps = ['{:cowboy, "~> 2.12"}', '{:earmark_parser, "~> 1.4"}', '{:makeup, "~> 1.2"}']
  const generated = directPackages(packages).map(({ name }) => `{:${name}, "~> 1.0"}`)
  return {
    "mix.exs": mixExs([...deps, ...generated]),
    ".formatter.exs": '[inputs: ["{mix,.formatter}.exs", "{config,lib,test}/**/*.{ex,exs}"]]\n',
    ".gitignore": "/_build/\n/deps/\n/assets/node_modules/\n/priv/static/assets/\n",
    ".tool-versions": "erlang 27.3.4.1\nelixir 1.18.3-otp-27\nnodejs 24.21.0\n",
    "README.md": "# Shop\n\nMade up for a benchmark.\n",
    "config/config.exs": `import Config

config :shop, Shop.Web, title: "Shop", per_page: 20
config :logger, :default_formatter, format: "$time $metadata[$level] $message\\n"

import_config "#{config_env()}.exs"
`,
    "config/prod.exs": "import Config\n\nconfig :logger, level: :info\n",
    "config/dev.exs": "import Config\n",
    "config/test.exs": "import Config\n\nconfig :logger, level: :warning\n",
    "config/runtime.exs": `import Config

config :shop, port: "PORT" |> System.get_env("4000") |> String.to_integer()
`,
    "priv/static/robots.txt": "User-agent: *\n",
    "priv/repo/migrations/20240101000000_create_items.exs": `defmodule Shop.Migrations.CreateItems do
  def change, do: :ok
end
`,
    "test/test_helper.exs": "ExUnit.start()\n",
    "test/shop_test.exs": `defmodule ShopTest do
  use ExUnit.Case
end
`,
  }
}

function mixExs(deps: readonly string[]): string {
  return `defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      version: "0.1.0",
      elixir: "~> 1.14",
      start_permanent: Mix.env() == :prod,
      aliases: aliases(),
      deps: deps(),
      releases: [shop: [include_executables_for: [:unix]]]
    ]
  end

  def application do
    [mod: {Shop.Application, []}, extra_applications: [:logger, :crypto]]
  end

  defp aliases do
    ["assets.deploy": ["cmd --cd assets npm run deploy", "phx.digest"]]
  end

  defp deps do
    [
${deps.map((dep) => `      ${dep}`).join(",\n")}
    ]
  end
end
`
}
