import { elixirModule, rootModule } from "./elixir-module.ts"
import { erlangModule } from "./erlang-module.ts"
import type { Package } from "./graph.ts"
import { moduleName } from "./names.ts"
import { randomFrom } from "./random.ts"
import { writtenSources } from "./written.ts"

/** Texts by path. */
export type Files = Readonly<Record<string, string>>

/** The sources of a package, with what `mix hex.build` wants to know. Versions of one differ in a comment of one file. */
export function packageFiles(one: Package, all: readonly Package[]): Files {
  const needed = all.filter(({ name }) => one.deps.includes(name))
  return {
    "mix.exs": mixExs(one, needed),
    "README.md": `# ${one.name}\n\nMade up for a benchmark.\n`,
    ...sources(one, needed),
  }
}

function sources(one: Package, needed: readonly Package[]): Files {
  return writtenSources(one.name) ?? (one.tool === "mix" ? elixirSources(one, needed) : erlangSources(one))
}

/** What calls a package's code. */
export function callOf({ name, tool }: Package): string {
  return tool === "mix" ? `${moduleName(name)}.run` : `:${name}.run`
}

function elixirSources({ name, version, modules }: Package, needed: readonly Package[]): Files {
  const root = moduleName(name)
  const sources = Array.from({ length: modules - 1 }, (_, at): [string, string] => {
    const file = `part_${at + 1}`
    return [
      `lib/${name}/${file}.ex`,
      elixirModule(`${root}.${moduleName(file)}`, at, root, randomFrom(`${name} ${file}`)),
    ]
  })
  const calls = needed.map(callOf)
  return {
    ...Object.fromEntries(sources),
    [`lib/${name}.ex`]: `# Version ${version}\n${rootModule(root, calls, randomFrom(name))}`,
  }
}

function erlangSources({ name, version, modules, deps }: Package): Files {
  const names = Array.from({ length: modules }, (_, at) => (at === 0 ? name : `${name}_${at + 1}`))
  return {
    "rebar.config": `{erl_opts, [debug_info]}.\n{deps, [${deps.map((dep) => `{${dep}, "~> 1.0"}`).join(", ")}]}.\n`,
    [`src/${name}.app.src`]: `{application, ${name}, [
  {description, "Made up for a benchmark"},
  {vsn, "${version}"},
  {registered, []},
  {applications, [${["kernel", "stdlib", ...deps].join(", ")}]},
  {env, []}
]}.
`,
    ...Object.fromEntries(names.map((module) => [`src/${module}.erl`, erlangModule(module, randomFrom(module))])),
  }
}

function mixExs({ name, version, tool }: Package, needed: readonly Package[]): string {
  const [folders, managers] = tool === "mix" ? ["lib", ""] : ["src rebar.config", '\n        build_tools: ["rebar3"],']
  return `defmodule ${moduleName(name)}.MixProject do
  use Mix.Project

  def project do
    [
      app: :${name},
      version: "${version}",
      elixir: "~> 1.14",
      description: "Made up for a benchmark",
      deps: [${needed.map((dep) => `{:${dep.name}, "~> 1.0"}`).join(", ")}],
      package: [${managers}
        files: ~w(mix.exs README.md ${folders}),
        licenses: ["MIT"],
        links: %{"Made up" => "https://example.com/${name}"}
      ]
    ]
  end

  def application, do: [extra_applications: [:logger]]
end
`
}
