import { describe, expect, it } from "vitest"
import type { MixTool } from "../../lib/versions/hex-index.ts"
import { chooseMixTool } from "../../lib/versions/mix-tool.ts"
import { installs, outcome, wish, wishes } from "../support/indexes.ts"

const sha = "ab".repeat(64)
const index = {
  source: "https://builds.hex.pm/installs/hex.csv",
  text: `2.0.6,${sha},1.15.0,25\n2.2.2,${sha},1.18.0,25\n2.5.0,${sha},1.18.0,28\n2.5.1,${sha},1.19.0,27\n`,
}
const variable = { kind: "env", name: "HEX_VERSION" } as const

const chosen = (tool: MixTool, elixir: string, otp: string, asked: readonly string[] = []): string =>
  outcome(() => chooseMixTool(tool, installs(tool, elixir), { elixir, otp }, wishes(asked)).ref)

describe("Mix's own rule", () => {
  it.each([
    ["hex", "1.20.3", "29.0.3", "1.19.0/hex-2.5.1-otp-28.ez"],
    ["hex", "1.20.3", "27.3.4", "1.19.0/hex-2.5.1-otp-26.ez"],
    ["hex", "1.21.0", "29.0", "1.21.0/hex-2.6.0-otp-29.ez"],
    ["hex", "1.21.0", "28.5.1", "1.19.0/hex-2.5.1-otp-28.ez"],
    ["hex", "1.21.0-rc.0", "29.0", "1.19.0/hex-2.5.1-otp-28.ez"],
    ["hex", "main", "master", "1.21.0/hex-2.6.0-otp-29.ez"],
    ["hex", "1.18.4", "27.3.4", "1.18.4/hex-2.5.0-otp-27.ez"],
    ["hex", "1.18.4", "26.2.5", "1.18.4/hex-2.5.0-otp-25.ez"],
    ["hex", "1.18.4", "maint-28", "1.18.4/hex-2.5.0-otp-28.ez"],
    ["hex", "1.18.3", "27.3.4", "1.15.0/hex-2.4.2.ez"],
    ["hex", "1.14.5", "25.3.2", "1.13.0/hex-2.2.1.ez"],
    ["hex", "1.12.0", "24.3.4", "1.12.0/hex-2.1.1.ez"],
    ["hex", "1.5.0", "20.3", "1.0.0/hex-0.5.0.ez"],
    ["hex", "1.18.4", "24.3.4", "version/no-build"],
    ["rebar3", "1.20.3", "29.0.3", "1.18.4/rebar3-3.25.1-otp-28"],
    ["rebar3", "1.18.4", "27.3.4", "1.18.4/rebar3-3.25.1-otp-26"],
    ["rebar3", "1.18.4", "25.3.2", "1.18.4/rebar3-3.24.0-otp-25"],
    ["rebar3", "1.14.5", "26.2.5", "1.14.0/rebar3-3.24.0"],
    ["rebar3", "1.10.4", "22.3", "1.6.0/rebar3-3.15.2"],
  ] as const)("takes for %s, Elixir %s and Erlang/OTP %s %s", (tool, elixir, otp, expected) => {
    expect(chosen(tool, elixir, otp)).toBe(expected)
  })
})

describe("a Hex that is known to be bad", () => {
  it.each([
    ["28.0", [], "1.18.4/hex-2.4.2-otp-28.ez"],
    ["28.0.2", [], "1.18.4/hex-2.4.2-otp-28.ez"],
    ["28.1", [], "1.18.4/hex-2.5.0-otp-28.ez"],
    ["28.0", ["2.5.0"], "1.18.4/hex-2.5.0-otp-28.ez"],
    ["28.0", ["2"], "1.18.4/hex-2.4.2-otp-28.ez"],
    ["28.0", ["2.5"], "1.18.4/hex-2.5.0-otp-28.ez"],
    ["28.0", ["~> 2.5"], "1.18.4/hex-2.5.0-otp-28.ez"],
    ["27.3", ["~> 2.4"], "1.18.4/hex-2.5.0-otp-27.ez"],
  ])("on Erlang/OTP %s, asked for %j: %s", (otp, asked, expected) => {
    expect(chosen("hex", "1.18.4", otp, asked)).toBe(expected)
  })
})

describe("a wish", () => {
  it.each([
    ["hex", "2.2.2", "1.18.4/hex-2.2.2-otp-27.ez"],
    ["hex", "2.2", "1.18.4/hex-2.2.2-otp-27.ez"],
    ["hex", "~> 2.2 and < 2.5.0", "1.18.4/hex-2.4.2-otp-27.ez"],
    ["hex", "latest", "1.18.4/hex-2.5.0-otp-27.ez"],
    ["hex", "2.5.1", "version/unknown"],
    ["hex", "1.0.1", "version/unknown"],
    ["hex", "two", "version/not-understood"],
    ["rebar3", "3.24.0", "1.18.4/rebar3-3.24.0-otp-27"],
    ["rebar3", "3.24", "1.18.4/rebar3-3.24.0-otp-27"],
    ["rebar3", "3.22.0", "1.18.4/rebar3-3.22.0-otp-25"],
    ["rebar3", "3.99.0", "version/unknown"],
  ] as const)("for %s %j takes %s", (tool, asked, expected) => {
    expect(chosen(tool, "1.18.4", "27.3.4", [asked])).toBe(expected)
  })
})

describe("chooseMixTool", () => {
  it("takes the one that Mix would take", () => {
    expect(chooseMixTool("hex", index, { elixir: "1.18.4", otp: "27.3.4" })).toEqual({
      version: { value: "2.2.2", origin: { kind: "default", why: "newest that fits" } },
      passedOver: [],
      ref: "1.18.0/hex-2.2.2-otp-25.ez",
      digest: { algorithm: "sha512", hex: sha },
    })
  })

  it("takes the one that is asked for and says who asks", () => {
    const choice = chooseMixTool("hex", index, { elixir: "1.19.0", otp: "27.3.4" }, wish("2.0", variable))
    expect(choice).toMatchObject({
      version: { value: "2.0.6", origin: variable },
      asked: "2.0",
      ref: "1.15.0/hex-2.0.6-otp-25.ez",
    })
  })

  it("says why it takes none that is known to be bad", () => {
    const { version, passedOver } = chooseMixTool("hex", index, { elixir: "1.18.4", otp: "28.0.1" })
    expect(version.value).toBe("2.2.2")
    expect(passedOver).toEqual([{ version: "2.5.0", why: expect.stringContaining(":re.import/1") }])
  })

  it("has nothing to say of what it leaves out for who asks for just one", () => {
    expect(chooseMixTool("hex", index, { elixir: "1.18.4", otp: "28.0" }, wishes(["2.2.2"])).passedOver).toEqual([])
  })

  it("names a branch in its error as git does", () => {
    expect(() => chooseMixTool("hex", index, { elixir: "main", otp: "24.3.4" })).toThrow(
      "There is no Hex for Elixir main on Erlang/OTP 24.3.4",
    )
  })

  it("names the nearest that fit for one that is not there", () => {
    const choose = () => chooseMixTool("hex", index, { elixir: "1.18.4", otp: "27.3.4" }, wish("2.5.1", variable))
    expect(choose).toThrow(
      expect.objectContaining({ id: "version/unknown", help: expect.stringContaining("2.2.2, 2.0.6") }),
    )
  })
})
