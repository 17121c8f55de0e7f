import { describe, expect, it } from "vitest"
import { chooseBeam } from "../../lib/versions/beam.ts"
import { elixirIndex, otpIndex, outcome, type System, wishes } from "../support/indexes.ts"

/** What Erlang/OTP and Elixir are chosen for wishes (an empty text is none) and requirements, or the id of the error. */
function chosen(system: System, erlang: string, elixir: string, ...required: readonly string[]): string {
  const one = (text: string) => (text === "" ? [] : [text])
  return outcome(() => {
    const choice = chooseBeam(otpIndex(system), elixirIndex, {
      erlang: wishes(one(erlang)),
      elixir: wishes(one(elixir), required),
    })
    return `${choice.erlang.ref} ${choice.elixir.ref}`
  })
}

const here = "24.04-amd64"

describe("without a wish, the newest pair of a system is", () => {
  it.each([
    ["22.04-amd64", "OTP-29.0.3 v1.20.3-otp-29"],
    ["22.04-arm64", "OTP-28.5.1 v1.20.3-otp-28"],
    ["24.04-amd64", "OTP-29.0.3 v1.20.3-otp-29"],
    ["24.04-arm64", "OTP-28.5.1 v1.20.3-otp-28"],
    ["26.04-amd64", "OTP-29.0.3 v1.20.3-otp-29"],
    ["26.04-arm64", "OTP-29.0.3 v1.20.3-otp-29"],
  ] as const)("on %s %s", (system, expected) => {
    expect(chosen(system, "", "")).toBe(expected)
  })
})

describe("Erlang/OTP decides", () => {
  it.each([
    ["27.3.4", "OTP-27.3.4 v1.20.3-otp-27"],
    ["OTP-27.3.4", "OTP-27.3.4 v1.20.3-otp-27"],
    ["v27.3.4", "OTP-27.3.4 v1.20.3-otp-27"],
    ["27.3", "OTP-27.3 v1.20.3-otp-27"],
    ["27", "OTP-27.3.4.12 v1.20.3-otp-27"],
    ["27.3.4.1", "version/unknown"],
    ["27.2", "OTP-27.2.1 v1.20.3-otp-27"],
    ["latest:27", "OTP-27.3.4.12 v1.20.3-otp-27"],
    ["prefix:27", "OTP-27.3.4.12 v1.20.3-otp-27"],
    ["latest", "OTP-29.0.3 v1.20.3-otp-29"],
    ["26", "OTP-26.2.5.21 v1.19.5-otp-26"],
    ["26.2.5.6", "OTP-26.2.5.6 v1.19.5-otp-26"],
    ["26.0-rc3", "OTP-26.0-rc3 v1.19.5-otp-26"],
    ["25", "OTP-25.3.2.21 v1.18.4-otp-25"],
    ["25.0", "OTP-25.0 v1.18.4-otp-25"],
    ["25.3.2.16", "OTP-25.3.2.16 v1.18.4-otp-25"],
    ["24", "OTP-24.3.4.17 v1.16.3-otp-24"],
    ["24.3.4", "OTP-24.3.4 v1.16.3-otp-24"],
    ["24.2", "version/unknown"],
    ["23", "version/unknown"],
    ["28", "OTP-28.5.1 v1.20.3-otp-28"],
    ["28.0-rc4", "OTP-28.0-rc4 v1.20.3-otp-28"],
    ["29.0-rc1", "OTP-29.0-rc1 v1.20.3-otp-29"],
    ["30", "version/unknown"],
    ["~> 27.0", "OTP-27.3.4.12 v1.20.3-otp-27"],
    [">= 26 and < 28", "OTP-27.3.4.12 v1.20.3-otp-27"],
    [">= 26 and < 27", "OTP-26.2.5.21 v1.19.5-otp-26"],
    ["< 26 or ~> 27.3", "OTP-27.3.4.12 v1.20.3-otp-27"],
    ["~> 31.0", "version/unknown"],
    ["maint-27", "maint-27 v1.20.3-otp-27"],
    ["ref:maint-28", "maint-28 v1.20.3-otp-28"],
    ["ref:OTP-27.1", "OTP-27.1 v1.20.3-otp-27"],
    ["maint-30", "version/unknown"],
    ["master", "version/no-pair"],
    ["maint", "version/no-pair"],
    ["path:/opt/otp", "version/not-understood"],
    ["ref:0123456789abcdef", "version/not-understood"],
    ["sub-1:27", "version/not-understood"],
    ["twenty-seven", "version/not-understood"],
  ] as const)("%j is %s", (erlang, expected) => {
    expect(chosen(here, erlang, "")).toBe(expected)
  })
})

describe("Elixir decides", () => {
  it.each([
    ["1.18.4", "OTP-28.5.1 v1.18.4-otp-28"],
    ["v1.18.4", "OTP-28.5.1 v1.18.4-otp-28"],
    ["1.18.3", "OTP-27.3.4.12 v1.18.3-otp-27"],
    ["1.18", "OTP-28.5.1 v1.18.4-otp-28"],
    ["1", "OTP-29.0.3 v1.20.3-otp-29"],
    ["latest", "OTP-29.0.3 v1.20.3-otp-29"],
    ["latest:1.17", "OTP-27.3.4.12 v1.17.3-otp-27"],
    ["1.18.4-otp-26", "OTP-26.2.5.21 v1.18.4-otp-26"],
    ["v1.18.4-otp-26", "OTP-26.2.5.21 v1.18.4-otp-26"],
    ["1.18-otp-26", "OTP-26.2.5.21 v1.18.4-otp-26"],
    ["latest-otp-27", "OTP-27.3.4.12 v1.20.3-otp-27"],
    ["1.18.4-otp-29", "version/unknown"],
    ["1.18.9", "version/unknown"],
    ["1.22", "version/unknown"],
    ["1.17.0", "OTP-27.3.4.12 v1.17.0-otp-27"],
    ["~> 1.17", "OTP-29.0.3 v1.20.3-otp-29"],
    ["~> 1.17.0", "OTP-27.3.4.12 v1.17.3-otp-27"],
    ["~> 1.17 and < 1.19.0", "OTP-28.5.1 v1.18.4-otp-28"],
    ["~> 1.14.0 or ~> 1.16.0", "OTP-26.2.5.21 v1.16.3-otp-26"],
    [">= 1.19.2 and < 1.20.0", "OTP-28.5.1 v1.19.5-otp-28"],
    ["~> 1.19.2 and < 1.19.5", "OTP-28.5.1 v1.19.2-otp-28"],
    ["!= 1.20.3", "OTP-29.0.3 v1.20.0-otp-29"],
    ["~> 1.22", "version/unknown"],
    ["~> 2.0", "version/unknown"],
    ["1.20.0-rc.1", "OTP-28.5.1 v1.20.0-rc.1-otp-28"],
    ["1.21.0-rc.0", "OTP-29.0.3 v1.21.0-rc.0-otp-29"],
    ["1.21.0-rc.0-otp-28", "OTP-28.5.1 v1.21.0-rc.0-otp-28"],
    ["~> 1.21.0-rc.0", "OTP-29.0.3 v1.21.0-rc.0-otp-29"],
    ["1.21", "version/unknown"],
    ["1.14.5", "OTP-26.2.5.21 v1.14.5-otp-26"],
    ["1.14.5-otp-23", "OTP-25.3.2.21 v1.14.5-otp-23"],
    ["1.13.4", "OTP-25.3.2.21 v1.13.4-otp-25"],
    ["1.13.4-otp-24", "OTP-25.3.2.21 v1.13.4-otp-24"],
    ["1.10.4", "version/no-pair"],
    ["1.0.5", "version/no-pair"],
    ["main", "OTP-29.0.3 main-otp-29"],
    ["branch main", "OTP-29.0.3 main-otp-29"],
    ["ref:main", "OTP-29.0.3 main-otp-29"],
    ["main-otp-28", "OTP-28.5.1 main-otp-28"],
    ["branch v1.18", "OTP-27.3.4.12 v1.18-otp-27"],
    ["ref:v1.18", "OTP-27.3.4.12 v1.18-otp-27"],
    ["branch v1.20", "OTP-29.0.3 v1.20-otp-29"],
    ["branch v1.17", "version/unknown"],
    ["ref:v1.18.4", "OTP-28.5.1 v1.18.4-otp-28"],
    ["branch topic", "version/not-understood"],
    ["ref:deadbeef", "version/not-understood"],
    ["path:./elixir", "version/not-understood"],
    ["1.18.x.y", "version/not-understood"],
  ] as const)("%j is %s", (elixir, expected) => {
    expect(chosen(here, "", elixir)).toBe(expected)
  })
})

describe("both decide", () => {
  it.each([
    ["27.3.4", "1.18.4", "OTP-27.3.4 v1.18.4-otp-27"],
    ["27.3.4", "1.18.4-otp-26", "OTP-27.3.4 v1.18.4-otp-26"],
    ["27", "1.18", "OTP-27.3.4.12 v1.18.4-otp-27"],
    ["26", "1.18-otp-25", "OTP-26.2.5.21 v1.18.4-otp-25"],
    ["latest", "1.17", "OTP-27.3.4.12 v1.17.3-otp-27"],
    ["28", "1.18.3", "OTP-28.5.1 v1.18.3-otp-27"],
    ["28", "1.17", "OTP-28.5.1 v1.17.3-otp-27"],
    ["29", "1.18", "OTP-29.0.3 v1.18.4-otp-28"],
    ["27", "1.16.3", "OTP-27.3.4.12 v1.16.3-otp-26"],
    ["master", "1.20", "master v1.20.3-otp-29"],
    ["master", "main", "master main-otp-29"],
    ["maint-28", "main", "maint-28 main-otp-28"],
    ["25", "1.10.4", "OTP-25.3.2.21 v1.10.4-otp-23"],
    ["25.3.2", "1.0.5", "OTP-25.3.2 v1.0.5"],
    ["26.2.5.6", "1.18.4", "OTP-26.2.5.6 v1.18.4-otp-26"],
    ["24", "1.18", "version/no-pair"],
    ["24", "1.17.3", "version/no-pair"],
    ["26", "1.18.4-otp-27", "version/no-pair"],
    ["25", "1.20", "version/no-pair"],
    ["27", "1.18.4-otp-28", "version/no-pair"],
    [">= 24", ">= 1.14.0", "OTP-29.0.3 v1.20.3-otp-29"],
    ["< 27", ">= 1.14.0", "OTP-26.2.5.21 v1.19.5-otp-26"],
    ["28.0", "1.19.5", "OTP-28.0 v1.19.5-otp-28"],
    ["28.0", "1.18", "OTP-28.0 v1.18.4-otp-28"],
    ["29.0-rc3", "1.21.0-rc.0", "OTP-29.0-rc3 v1.21.0-rc.0-otp-29"],
  ] as const)("Erlang/OTP %j and Elixir %j are %s", (erlang, elixir, expected) => {
    expect(chosen(here, erlang, elixir)).toBe(expected)
  })
})

describe("what the code requires", () => {
  it.each([
    ["", "", ["~> 1.14"], "OTP-29.0.3 v1.20.3-otp-29"],
    ["", "", ["~> 1.17 and < 1.19.0"], "OTP-28.5.1 v1.18.4-otp-28"],
    ["", "", ["~> 1.14.0"], "OTP-26.2.5.21 v1.14.5-otp-26"],
    ["", "", ["~> 1.14.0", "~> 1.14.3"], "OTP-26.2.5.21 v1.14.5-otp-26"],
    ["", "", ["~> 1.14", "< 1.18.0", ">= 1.15.0"], "OTP-27.3.4.12 v1.17.3-otp-27"],
    ["", "", ["~> 1.14.0", "~> 1.18"], "version/contradiction"],
    ["", "", ["~> 1.18", "< 1.18.0", "~> 1.14"], "version/contradiction"],
    ["", "", ["~> 1.22"], "version/unknown"],
    ["", "", ["~> 1.14", "~> 1.22"], "version/unknown"],
    ["", "", ["~> 1.21-rc"], "OTP-29.0.3 v1.21.0-rc.0-otp-29"],
    ["", "", ["~> 1.21.0-rc.0"], "OTP-29.0.3 v1.21.0-rc.0-otp-29"],
    ["", "", ["for ever"], "version/not-understood"],
    ["27", "", ["~> 1.17 and < 1.19.0"], "OTP-27.3.4.12 v1.18.4-otp-27"],
    ["26", "", ["~> 1.14.0"], "OTP-26.2.5.21 v1.14.5-otp-26"],
    ["27", "", ["~> 1.14.0"], "version/no-pair"],
    ["24", "", ["~> 1.18"], "version/no-pair"],
    ["", "1", ["~> 1.17.0"], "OTP-27.3.4.12 v1.17.3-otp-27"],
    ["", "1.18", ["~> 1.18.0 and < 1.18.4"], "OTP-27.3.4.12 v1.18.3-otp-27"],
    ["", "1.18", ["~> 1.19"], "OTP-28.5.1 v1.18.4-otp-28"],
    ["", "1.18.3", ["~> 1.18.4"], "OTP-27.3.4.12 v1.18.3-otp-27"],
    ["", "latest", ["< 1.20.0"], "OTP-28.5.1 v1.19.5-otp-28"],
    ["", "1.18", ["~> 1.14.0", "~> 1.19"], "OTP-28.5.1 v1.18.4-otp-28"],
    ["", "main", ["~> 1.18"], "OTP-29.0.3 main-otp-29"],
    ["", "branch v1.18", ["~> 1.20"], "OTP-27.3.4.12 v1.18-otp-27"],
    ["", "1.21.0-rc.0", ["~> 1.18"], "OTP-29.0.3 v1.21.0-rc.0-otp-29"],
    ["24", "1", ["~> 1.18"], "version/no-pair"],
  ] as const)("Erlang/OTP %j, Elixir %j and %j are %s", (erlang, elixir, required, expected) => {
    expect(chosen(here, erlang, elixir, ...required)).toBe(expected)
  })
})

describe("what other systems lack", () => {
  it.each([
    ["22.04-amd64", "24.2", "", "OTP-24.2 v1.16.3-otp-24"],
    ["26.04-amd64", "25", "", "version/unknown"],
    ["26.04-amd64", "", "1.13.4", "version/no-pair"],
    ["26.04-amd64", "", "1.14.5", "OTP-26.2.5.21 v1.14.5-otp-26"],
    ["26.04-arm64", "", "1.14.5", "version/no-pair"],
    ["26.04-arm64", "", "1.18.3", "OTP-27.3.4.12 v1.18.3-otp-27"],
    ["26.04-arm64", "27", "", "OTP-27.3.4.12 v1.20.3-otp-27"],
    ["26.04-arm64", "26", "", "version/unknown"],
    ["26.04-arm64", "27.3.4", "", "OTP-27.3.4.12 v1.20.3-otp-27"],
    ["26.04-arm64", "27.3.4.10", "", "version/unknown"],
    ["24.04-arm64", "27", "", "OTP-27.3.4.10 v1.20.3-otp-27"],
    ["24.04-arm64", "27.3.4.12", "", "version/unknown"],
    ["24.04-arm64", "29", "", "version/unknown"],
    ["24.04-arm64", "29.0-rc3", "", "OTP-29.0-rc3 v1.20.3-otp-29"],
    ["24.04-arm64", "25", "1.18", "OTP-25.3.2.21 v1.18.4-otp-25"],
    ["22.04-arm64", "28.0", "", "OTP-28.0 v1.20.3-otp-28"],
    ["22.04-arm64", "28", "", "OTP-28.5.1 v1.20.3-otp-28"],
    ["22.04-arm64", "", "1.20-otp-29", "version/no-pair"],
    ["22.04-arm64", "24", "", "version/unknown"],
    ["22.04-arm64", "maint-28", "", "version/unknown"],
    ["22.04-arm64", "master", "main", "master main-otp-29"],
  ] as const)("%s, Erlang/OTP %j, Elixir %j: %s", (system, erlang, elixir, expected) => {
    expect(chosen(system, erlang, elixir)).toBe(expected)
  })
})
