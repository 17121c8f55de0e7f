import { describe, expect, it } from "vitest"
import { describeOrigin } from "../../lib/core/setting.ts"
import { toolVersions } from "../../lib/versions/tool-versions.ts"

function read(text: string): Record<string, string> {
  const { versions } = toolVersions(text)
  return Object.fromEntries(
    Object.entries(versions).map(([name, { value, origin }]) => [name, `${value} from ${describeOrigin(origin)}`]),
  )
}

describe("toolVersions", () => {
  it.each([
    ["", {}],
    ["\n\n# erlang 27.0\n", {}],
    ["erlang 27.3.4", { erlang: "27.3.4 from .tool-versions:1" }],
    ["elixir 1.18.4-otp-27\n", { elixir: "1.18.4-otp-27 from .tool-versions:1" }],
    ["nodejs 22.12.0", { node: "22.12.0 from .tool-versions:1" }],
    ["node v22.12.0", { node: "v22.12.0 from .tool-versions:1" }],
    ["erlang\t27.3.4", { erlang: "27.3.4 from .tool-versions:1" }],
    ["  erlang \t 27.3.4  ", { erlang: "27.3.4 from .tool-versions:1" }],
    ["erlang 27.3.4 26.2.5 # two", { erlang: "27.3.4 from .tool-versions:1" }],
    ["erlang 27.3.4#glued", { erlang: "27.3.4 from .tool-versions:1" }],
    ["erlang", {}],
    ["erlang # none", {}],
    ["ruby 3.3.0\npython 3.12", {}],
    ["toString 1\nconstructor 2", {}],
    ["erlang 27.0\nerlang 26.0", { erlang: "27.0 from .tool-versions:1" }],
    [
      "# ours\r\nerlang 27.3\r\n\r\nelixir 1.18.4\r\n",
      { erlang: "27.3 from .tool-versions:2", elixir: "1.18.4 from .tool-versions:4" },
    ],
    ["\uFEFFerlang 27.3.4", { erlang: "27.3.4 from .tool-versions:1" }],
    ["erlang 27.3\relixir 1.18.4\r", { erlang: "27.3 from .tool-versions:1", elixir: "1.18.4 from .tool-versions:2" }],
    ["erlang: 27.3.4", { erlang: "27.3.4 from .tool-versions:1" }],
    ["erlang system 27.3.4", { erlang: "27.3.4 from .tool-versions:1" }],
    ["erlang system\nnodejs system system", {}],
    ["core:erlang 27.3.4", { erlang: "27.3.4 from .tool-versions:1" }],
    ["elixir-ls 0.29.0\nerlang-ls 1\nnode-build 1", {}],
    ["elixir ref:v1.18", { elixir: "ref:v1.18 from .tool-versions:1" }],
    ["erlang ~> 25.1", { erlang: "~> 25.1 from .tool-versions:1" }],
    ["erlang ~>25.1  # ours", { erlang: "~>25.1 from .tool-versions:1" }],
    ["elixir >= 1.17 and < 1.19", { elixir: ">= 1.17 and < 1.19 from .tool-versions:1" }],
    ["nodejs system ^22 || ^24", { node: "^22 || ^24 from .tool-versions:1" }],
    ['erlang "~> 25.1"', { erlang: "~> 25.1 from .tool-versions:1" }],
    ["elixir '1.18 or 1.19' 1.17", { elixir: "1.18 or 1.19 from .tool-versions:1" }],
    ['erlang "27.3.4" # quoted', { erlang: "27.3.4 from .tool-versions:1" }],
    ['erlang "27', { erlang: '"27 from .tool-versions:1' }],
    ['erlang "system"\nelixir ""', {}],
  ])("reads %j", (text, versions) => {
    expect(read(text)).toEqual(versions)
  })

  it("names the file it was given", () => {
    expect(toolVersions("erlang 27.0", "apps/web/.tool-versions").versions.erlang?.origin).toEqual({
      kind: "file",
      file: "apps/web/.tool-versions",
      line: 1,
    })
  })
})

describe("what toolVersions warns of", () => {
  const notes = (text: string) => Object.values(toolVersions(text).warnings ?? {}).flat()

  it.each([
    ["elixr 1.14", "elixir"],
    ["Elixir 1.14", "elixir"],
    ["exlixir: 1.14", "elixir"],
    ["otp 25", "erlang"],
    ["Erlang 25", "erlang"],
    ["erlang-otp 25", "erlang"],
    ["earlang 25", "erlang"],
    ["Node 24", "node"],
    ["node.js 24", "nodejs"],
    ["nodesj 24", "nodejs"],
  ])("a tool that nobody knows: %j", (text, meant) => {
    const [name] = text.split(/:? /)
    expect(notes(`# tools\n${text}`)).toEqual([
      `.tool-versions:2 has ${name}, which nothing reads: did you mean ${meant}?`,
    ])
  })

  it("a tool without a version", () => {
    expect(notes("erlang\nelixir # latest\nnodejs ''")).toMatchInlineSnapshot(`
      [
        ".tool-versions:1 has erlang without a version, which asks for nothing",
        ".tool-versions:2 has elixir without a version, which asks for nothing",
        ".tool-versions:3 has nodejs without a version, which asks for nothing",
      ]
    `)
  })

  it.each([
    "",
    "erlang 27",
    "erlang system",
    "elixir-ls 0.29.0\nerlang_ls 1\nelp 2025\nelvish 0.21",
    "golang 1.24\nclang 20\nruby 3.4\npython 3.13\njava 24\nelm 0.19.1\nrust 1.90",
    "deno 2.5\nbun 1.3\nnodenv 1.6\nnode-build 5\nnova 3\ncode 1\nnim 2.2\nyarn 1.22.22\npnpm 10\nnpm 11",
    "gleam 1.13\nrebar 3.24.0\nrebar3 3.24\nelixir-test 1\nerlfmt 1.7\npostgres 18\nzig 0.15\nhaxe 4\nocaml 5",
  ])("nothing in %j", (text) => {
    expect(notes(text)).toEqual([])
  })
})
