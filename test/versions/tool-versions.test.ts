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
