import { describe, expect, it } from "vitest"
import type { Artifact, RuntimeName } from "../../lib/core/runtime.ts"
import { runtimeTable } from "../../lib/core/runtime-table.ts"
import type { Origin } from "../../lib/core/setting.ts"

const newest: Origin = { kind: "default", why: "newest that fits" }
const toolVersions: Origin = { kind: "file", file: ".tool-versions", line: 1 }

function artifact(name: RuntimeName, value: string, origin: Origin, more: Partial<Artifact> = {}): Artifact {
  const url = `https://origin/${name}-${value}.tar.gz`
  const digest = { algorithm: "sha256", hex: "0".repeat(64) } as const
  return { name, version: { value, origin }, ref: `v${value}`, url, digest, ...more }
}

const table = (...artifacts: readonly Artifact[]): string => runtimeTable(artifacts).join("\n")

it("is one line for each runtime, aligned", () => {
  const found = [
    artifact("erlang", "27.3.4.2", toolVersions, { asked: "27" }),
    artifact("elixir", "1.18.4", { kind: "env", name: "ELIXIR_VERSION" }, { asked: "1.18.4" }),
    artifact("hex", "2.2.2", newest),
    artifact("node", "24.11.0", { kind: "file", file: ".nvmrc" }, { asked: "lts/*" }),
  ]
  expect(table(...found)).toMatchInlineSnapshot(`
    "Erlang/OTP 27.3.4.2 (.tool-versions:1 asks for 27)
    Elixir     1.18.4   (ELIXIR_VERSION)
    Hex        2.2.2    (newest that fits)
    Node.js    24.11.0  (.nvmrc asks for lts/*)"
  `)
})

it.each(["1.18.4", "v1.18.4", "1.18.4-otp-27", "v1.18.4-otp-27"])(
  "does not repeat a version that is asked for as %s",
  (asked) => {
    expect(table(artifact("elixir", "1.18.4", toolVersions, { asked }))).toBe("Elixir 1.18.4 (.tool-versions:1)")
  },
)

it.each(["1.18", "~> 1.18.4", "1.18.4-rc.0", "1.18-otp-27"])("says that %s is asked for", (asked) => {
  const text = table(artifact("elixir", "1.18.4", toolVersions, { asked }))
  expect(text).toBe(`Elixir 1.18.4 (.tool-versions:1 asks for ${asked})`)
})

it("keeps its columns in sight when somebody asks for more than a line holds", () => {
  const found = [
    artifact("elixir", "1.18.4", toolVersions, { asked: "~> 1.14 or ".repeat(5000) }),
    artifact("node", "24.11.0", newest),
  ]
  expect(runtimeTable(found, ({ ref }) => ref).join("\n")).toMatchInlineSnapshot(`
    "Elixir  1.18.4  (.tool-versions:1 asks for ~> 1.14 or ~> 1.14 or ~> 1.14 or ~> 1.14 or ~> 1.…) v1.18.4
    Node.js 24.11.0 (newest that fits)                                                             v24.11.0"
  `)
})

describe("what was passed over", () => {
  const passedOver = ["1.20.3", "1.19.5"].map((version) => ({
    version,
    why: "mix.exs:7 asks for ~> 1.17 and < 1.19.0",
  }))

  it("stands below, each with its reason", () => {
    const found = [
      artifact("erlang", "27.3.4", newest, { passedOver: passedOver.slice(0, 1) }),
      artifact("elixir", "1.18.4", newest, { passedOver }),
    ]
    expect(table(...found)).toMatchInlineSnapshot(`
      "Erlang/OTP 27.3.4 (newest that fits)
        not 1.20.3: mix.exs:7 asks for ~> 1.17 and < 1.19.0
      Elixir     1.18.4 (newest that fits)
        not 1.20.3: mix.exs:7 asks for ~> 1.17 and < 1.19.0
        not 1.19.5: mix.exs:7 asks for ~> 1.17 and < 1.19.0"
    `)
  })

  it("is wrapped where a line would be too long", () => {
    const why = `${"its TLS client refuses some certificates, ".repeat(4)}see https://example.com/${"x".repeat(90)}`
    const text = table(artifact("erlang", "27.3.4", newest, { passedOver: [{ version: "28.0", why }] }))
    expect(text).toMatchInlineSnapshot(`
      "Erlang/OTP 27.3.4 (newest that fits)
        not 28.0: its TLS client refuses some certificates, its TLS client refuses some
          certificates, its TLS client refuses some certificates, its TLS client refuses some
          certificates, see
          https://example.com/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
    `)
    expect(text.split("\n").filter((line) => line.length > 88)).toHaveLength(1)
  })
})

it("takes a last cell, such as the URL", () => {
  const found = [
    artifact("erlang", "27.3.4", newest),
    artifact("node", "24.11.0", { kind: "default", why: "newest LTS" }),
  ]
  expect(runtimeTable(found, ({ url }) => url).join("\n")).toMatchInlineSnapshot(`
    "Erlang/OTP 27.3.4  (newest that fits) https://origin/erlang-27.3.4.tar.gz
    Node.js    24.11.0 (newest LTS)       https://origin/node-24.11.0.tar.gz"
  `)
})

it("is nothing when no runtime was found", () => {
  expect(runtimeTable([])).toEqual([])
})

it.each([
  ["1.18", "Elixir 1.18.4 (beampack.lock:17, .tool-versions:1 asks for 1.18)"],
  ["1.18.4", "Elixir 1.18.4 (beampack.lock:17, .tool-versions:1)"],
])("says who asks for %s, and who has chosen", (asked, expected) => {
  const lock: Origin = { kind: "file", file: "beampack.lock", line: 17 }
  expect(table(artifact("elixir", "1.18.4", lock, { asked, asker: toolVersions }))).toBe(expected)
})
