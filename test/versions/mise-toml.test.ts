import { describe, expect, it } from "vitest"
import { describeOrigin } from "../../lib/core/setting.ts"
import type { Arch } from "../../lib/core/target.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { miseToml } from "../../lib/versions/mise-toml.ts"

async function read(text: string, arch: Arch = "amd64"): Promise<Record<string, string>> {
  const { versions, refused = {} } = await miseToml({ file: "mise.toml", text }, arch)
  return Object.fromEntries([
    ...Object.entries(versions).map(([name, { value, origin }]) => [name, `${value} from ${describeOrigin(origin)}`]),
    ...Object.entries(refused).map(([name, error]) => [name, error.title]),
  ])
}

describe("miseToml", () => {
  it.each<readonly [text: string, versions: Record<string, string>]>([
    ["", {}],
    ["# erlang\n", {}],
    ["[env]\nerlang = '27'\n", {}],
    ["tools = 'erlang'\n", {}],
    ["[tools]\nerlang = ''\n", {}],
    [
      "[tools]\nelixir = '1.18'\n\nerlang = \"27.3.4\"\n",
      { elixir: "1.18 from mise.toml:2", erlang: "27.3.4 from mise.toml:4" },
    ],
    ["\uFEFF[tools]\r\nerlang = '27'\r\n", { erlang: "27 from mise.toml:2" }],
    ["tools.erlang = '27'\n", { erlang: "27 from mise.toml:1" }],
    ["tools = { erlang = '27', node = 'lts' }\n", { erlang: "27 from mise.toml:1", node: "lts from mise.toml:1" }],
    ["[tools.erlang]\nos = 'linux'\nversion = '27'\n", { erlang: "27 from mise.toml:3" }],
    ["[[tools.erlang]]\nversion = '27'\n[[tools.erlang]]\nversion = '26'\n", { erlang: "27 from mise.toml:1" }],
    ["[tools]\nerlang = ['27', '26']\n", { erlang: "27 from mise.toml:2" }],
    ["[tools]\nerlang = ['system', '26']\n", { erlang: "26 from mise.toml:2" }],
    ["[tools]\nerlang = 'system'\nelixir = []\n", {}],
    ["[tools]\nnode = '22'\nnodejs = '20'\n", { node: "22 from mise.toml:2" }],
    ["[tools]\nerlang = { prefix = '27' }\n", { erlang: "prefix:27 from mise.toml:2" }],
    ["[tools]\nerlang = { ref = 'maint-27' }\n", { erlang: "ref:maint-27 from mise.toml:2" }],
    ["[tools]\nelixir = { path = '~/elixir' }\n", { elixir: "path:~/elixir from mise.toml:2" }],
    ["[tools]\nerlang = { version = '27', os = ['macos', 'windows'] }\n", {}],
    ["[tools]\nerlang = { version = '27', os = [] }\n", { erlang: "27 from mise.toml:2" }],
    ["[tools]\nerlang = '{{ env.OTP }}'\n", { erlang: "{{ env.OTP }} from mise.toml:2" }],
    ["[tools]\n'core:node' = '22'\n", { node: "22 from mise.toml:2" }],
    ["[tools]\n'asdf:asdf-vm/asdf-erlang' = '27'\n", { erlang: "27 from mise.toml:2" }],
    ["[tools]\n'npm:node' = '22'\nerlang-ls = '1'\n'asdf:elixir-ls' = '1'\n", {}],
    ["[tools]\nerlang = 27\n", { erlang: "mise.toml:2: erlang is a number (27), and should be a version in quotes" }],
    ["[tools]\nerlang = [['27']]\n", { erlang: "mise.toml:2: erlang has no version that can be read" }],
    ["[tools]\nerlang = { os = ['linux'] }\n", { erlang: "mise.toml:2: erlang has no version that can be read" }],
    [
      "[tools]\nerlang = { version = '27', prefix = '27' }\n",
      { erlang: "mise.toml:2: erlang has no version that can be read" },
    ],
    ["[tools]\nerlang = '27\n", { erlang: "mise.toml:2:13 is not valid TOML" }],
    ["[tools\nruby = '3'\n", {}],
  ])("reads %j", async (text, versions) => {
    expect(await read(text)).toEqual(versions)
  })

  it.each<readonly [os: string, arch: Arch, isFor: boolean]>([
    ["linux/x64", "amd64", true],
    ["linux/amd64", "amd64", true],
    ["linux/arm64", "amd64", false],
    ["linux/arm64", "arm64", true],
    ["linux", "arm64", true],
    ["macos/arm64", "arm64", false],
  ])("takes what is for %s on %s: %s", async (os, arch, isFor) => {
    const text = `[tools]\nerlang = { version = "27", os = ["${os}"] }\n`
    expect(await read(text, arch)).toEqual(isFor ? { erlang: "27 from mise.toml:2" } : {})
  })

  it.each([
    ["a text that is no TOML", "[tools]\n<<<<<<< HEAD\nerlang = '27'\n"],
    ["a number", "[tools]\nerlang = 27\n"],
    ["a value that is no version", "[tools]\nerlang = true\n"],
  ])("shows %s", async (_, text) => {
    const { refused } = await miseToml({ file: ".config/mise.toml", text }, "amd64")
    expect(refused?.erlang && renderError(refused.erlang)).toMatchSnapshot()
  })
})
