import { describe, expect, it } from "vitest"
import { ownFreshCache, ownPath, ownSetting, ownVersions, ownYesOrNo } from "../../lib/app/own-settings.ts"
import { parseProjectToml } from "../../lib/app/project-toml.ts"
import type { Env } from "../../lib/core/env.ts"
import { describeOrigin, type Setting } from "../../lib/core/setting.ts"

async function appWith(...lines: readonly string[]) {
  return { projectToml: await parseProjectToml(`[com.beampack]\n${lines.join("\n")}\n`) }
}

function shown(setting: Setting<unknown> | undefined): string | undefined {
  return setting && `${setting.value} by ${describeOrigin(setting.origin)}`
}

describe("ownSetting", () => {
  it.each([
    { env: {}, expected: "24.1.0 by project.toml:2" },
    { env: { NODE_VERSION: "25.0.0" }, expected: "25.0.0 by NODE_VERSION" },
    { env: { BP_NODE_VERSION: "25.1.0", NODE_VERSION: "25.0.0" }, expected: "25.1.0 by BP_NODE_VERSION" },
    { env: { BEAMPACK_NODE: " 25.2.0\n", BP_NODE_VERSION: "25.1.0" }, expected: "25.2.0 by BEAMPACK_NODE" },
    { env: { BEAMPACK_NODE: " ", BP_NODE_VERSION: "" }, expected: "24.1.0 by project.toml:2" },
  ])("of $env is $expected", async ({ env, expected }) => {
    expect(shown(ownSetting("node", await appWith('node = "24.1.0"'), env))).toBe(expected)
  })

  it("is nothing that nobody has set", async () => {
    expect(ownSetting("node", await appWith('npm = "10.9.4"'), { NPM_VERSION: "10.9.4" })).toBeUndefined()
  })
})

describe("ownVersions", () => {
  const versionsBy = async (env: Env, ...lines: readonly string[]) =>
    ownVersions(await appWith(...lines), env).map((versions) =>
      Object.entries(versions).map(([name, setting]) => `${name} ${shown(setting)}`),
    )

  it("has the variables of each runtime, the strongest first, then project.toml", async () => {
    const env = {
      ERLANG_VERSION: "27.0",
      ELIXIR_VERSION: "1.17.3",
      BP_ELIXIR_VERSION: "1.18.4",
      HEX_VERSION: "2.2.2",
      BEAMPACK_REBAR3: "3.24.0",
    }
    expect(await versionsBy(env, 'node = "24.1.0"', 'hex = "2.0.0"')).toEqual([
      ["erlang 27.0 by ERLANG_VERSION"],
      ["elixir 1.18.4 by BP_ELIXIR_VERSION"],
      ["elixir 1.17.3 by ELIXIR_VERSION"],
      ["hex 2.2.2 by HEX_VERSION"],
      ["rebar3 3.24.0 by BEAMPACK_REBAR3"],
      ["hex 2.0.0 by project.toml:3", "node 24.1.0 by project.toml:2"],
    ])
  })

  it("has nothing for a runtime that nobody pins", async () => {
    expect(await versionsBy({ ERLANG_VERSION: "", ELIXIR_VERSION: "\n" })).toEqual([[]])
  })
})

it("tells yes from no, and refuses the rest by the name that it is set by", async () => {
  const app = await appWith("keep_node = true")
  expect(ownYesOrNo("keep_node", app, {})?.value).toBe(true)
  expect(ownYesOrNo("keep_node", app, { BEAMPACK_KEEP_NODE: "false" })?.value).toBe(false)
  expect(() => ownYesOrNo("keep_node", app, { BEAMPACK_KEEP_NODE: "no" })).toThrow(
    'BEAMPACK_KEEP_NODE is true or false, not "no"',
  )
})

it.each([
  ["cache = false", true],
  ["cache = true", false],
  ["", undefined],
])("takes %j for a fresh cache: %s", async (line, fresh) => {
  expect(ownFreshCache(await appWith(line), {})?.value).toBe(fresh)
})

it("takes paths of the app only", async () => {
  expect(ownPath("assets_folder", await appWith('assets_folder = "./front/"'), {})?.value).toBe("front")
  const outside = await appWith('assets_folder = "../front"')
  expect(() => ownPath("assets_folder", outside, {})).toThrow("assets_folder names nothing in the app: ../front")
})
