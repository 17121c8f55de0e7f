import { describe, expect, it } from "vitest"
import { configSource, requestRuntime } from "../../lib/versions/source.ts"
import { toolVersions } from "../../lib/versions/tool-versions.ts"

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
  const variable = { value: "26.2", origin: { kind: "env", name: "ERLANG_VERSION" } } as const
  const sources = [{ versions: { erlang: variable } }, toolVersions("erlang 27.0\nelixir 1.18.4")]

  it("lets the first source that has one win", () => {
    expect(requestRuntime("erlang", sources).wishes[0]?.value).toBe("26.2")
    expect(requestRuntime("elixir", sources).wishes[0]?.value).toBe("1.18.4")
  })

  it("asks for no version when no source has one", () => {
    expect(requestRuntime("node", sources)).toEqual({ name: "node", wishes: [], requirements: [] })
  })
})
