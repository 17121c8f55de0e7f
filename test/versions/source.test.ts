import { describe, expect, it } from "vitest"
import { configSource, envSource, requestRuntime } from "../../lib/versions/source.ts"
import { toolVersions } from "../../lib/versions/tool-versions.ts"

describe("envSource", () => {
  it("reads a variable for each runtime", () => {
    const env = {
      ERLANG_VERSION: "27.0",
      ELIXIR_VERSION: "1.18.4",
      NODE_VERSION: "22.1.0",
      HEX_VERSION: "2.2.2",
      REBAR3_VERSION: "3.24.0",
    }
    expect(envSource(env).versions).toEqual({
      erlang: { value: "27.0", origin: { kind: "env", name: "ERLANG_VERSION" } },
      elixir: { value: "1.18.4", origin: { kind: "env", name: "ELIXIR_VERSION" } },
      node: { value: "22.1.0", origin: { kind: "env", name: "NODE_VERSION" } },
      hex: { value: "2.2.2", origin: { kind: "env", name: "HEX_VERSION" } },
      rebar3: { value: "3.24.0", origin: { kind: "env", name: "REBAR3_VERSION" } },
    })
  })

  it.each(["", " ", "\n"])("takes %j for unset", (value) => {
    expect(envSource({ ERLANG_VERSION: value }).versions).toEqual({})
  })

  it("leaves out white space around a version", () => {
    expect(envSource({ ERLANG_VERSION: "27.0\n" }).versions.erlang?.value).toBe("27.0")
  })
})

describe("configSource", () => {
  it("takes the keys it is told, but no empty value", () => {
    const origin = { kind: "file", file: "elixir_buildpack.config", line: 3 } as const
    const config = new Map([
      ["erlang_version", { value: "27.0", origin }],
      ["elixir_version", { value: "", origin }],
      ["always_rebuild", { value: "true", origin }],
    ])
    expect(configSource(config, { erlang_version: "erlang", elixir_version: "elixir" }).versions).toEqual({
      erlang: { value: "27.0", origin },
    })
  })
})

describe("requestRuntime", () => {
  const sources = [envSource({ ERLANG_VERSION: "26.2" }), toolVersions("erlang 27.0\nelixir 1.18.4")]

  it("lets the first source that has one win", () => {
    expect(requestRuntime("erlang", sources).version?.value).toBe("26.2")
    expect(requestRuntime("elixir", sources).version?.value).toBe("1.18.4")
  })

  it("asks for no version when no source has one", () => {
    expect(requestRuntime("node", sources)).toEqual({ name: "node" })
  })
})
