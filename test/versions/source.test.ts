import { describe, expect, it } from "vitest"
import { BuildpackError } from "../../lib/core/error.ts"
import { configSource, requestRuntime, sourceWarnings } from "../../lib/versions/source.ts"
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

  it.each(["", " ", "system", " system "])("takes %j for no wish", (value) => {
    const source = {
      versions: { erlang: { value, origin: variable.origin } },
      requirements: { erlang: [{ ...variable, value }] },
    }
    expect(requestRuntime("erlang", [source])).toEqual({ name: "erlang", wishes: [], requirements: [] })
  })

  it("keeps weaker wishes, what the code needs, and digests", () => {
    const needed = { value: "~> 1.17", origin: { kind: "file", file: "mix.exs", line: 7 } } as const
    const digest = {
      version: "27.3.4",
      url: "https://example.com/a",
      digest: { algorithm: "sha256", hex: "aa" },
      origin: needed.origin,
    } as const
    const all = [
      ...sources,
      { versions: {}, requirements: { erlang: [needed] }, digests: { erlang: [digest], node: [] } },
    ]
    const { wishes, requirements, knownDigests } = requestRuntime("erlang", all)
    expect(wishes.map(({ value }) => value)).toEqual(["26.2", "27.0"])
    expect(requirements).toEqual([needed])
    expect(knownDigests).toEqual([digest])
    expect(requestRuntime("node", all)).toEqual({ name: "node", wishes: [], requirements: [] })
  })
})

describe("a source that cannot tell what it wishes", () => {
  const variable = { value: "26.2", origin: { kind: "env", name: "ERLANG_VERSION" } } as const
  const refusal = new BuildpackError("version/mise-syntax", "mise.toml:1:1 is not valid TOML", { help: "" })
  const broken = { versions: {}, refused: { erlang: refusal, elixir: refusal } }
  const asked = { versions: { erlang: variable } }

  it("ends the build where it would decide", () => {
    expect(() => requestRuntime("erlang", [broken, asked])).toThrow(refusal)
    expect(() => requestRuntime("elixir", [asked, broken])).toThrow(refusal)
  })

  it("is told of where it would not", () => {
    expect(requestRuntime("erlang", [asked, broken]).wishes).toEqual([variable])
    expect(requestRuntime("node", [broken]).wishes).toEqual([])
    expect(sourceWarnings(["erlang", "node"], [asked, broken, broken])).toEqual([
      "mise.toml:1:1 is not valid TOML: passed over for Erlang/OTP",
    ])
    expect(sourceWarnings(["node"], [broken])).toEqual([])
  })
})
