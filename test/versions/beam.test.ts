import { describe, expect, it } from "vitest"
import type { Setting } from "../../lib/core/setting.ts"
import { chooseBeam, chooseOtp } from "../../lib/versions/beam.ts"
import type { BuildIndex } from "../../lib/versions/builds-txt.ts"

const sha256 = "9210a9e4b3f12cf32dd2f42857dc980e2776d52505c0c34858ef6d50a186dd22"

/** An index of refs; one with a `!` has no digest. */
function index(source: string, refs: string): BuildIndex {
  const entries = refs.split(" ").filter(Boolean)
  return { source, entries: entries.map((ref) => (ref.endsWith("!") ? { ref: ref.slice(0, -1) } : { ref, sha256 })) }
}

const otp = (refs: string) => index("https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt", refs)
const elixir = (refs: string) => index("https://builds.hex.pm/builds/elixir/builds.txt", refs)

const otpIndex = otp(
  "OTP-17.5 OTP-24.3.4! OTP-25.3.2 OTP-26.2.5 OTP-26.2.5.11 OTP-27.0-rc1 OTP-27.0 OTP-27.3.4 OTP-27.3.4.2 OTP-28.0.2 OTP-29.0-rc1 maint-27 master",
)
const elixirIndex = elixir(
  `v1.0.5 v1.13.4-otp-24! v1.13.4-otp-25! v1.14.5-otp-24 v1.14.5-otp-25 v1.14.5 v1.17.3-otp-25 v1.17.3-otp-26 v1.17.3-otp-27 v1.17.3
   v1.18.4-otp-26 v1.18.4-otp-27 v1.18.4-otp-28! v1.18.4 v1.19.0-otp-26 v1.19.0-otp-28 v1.20.0-rc.0-otp-28 v1.21.0-otp-30 main-otp-28 v1.18-otp-27`.replaceAll(
    /\s+/g,
    " ",
  ),
)

const fromFile = (value: string, line: number): Setting<string> => ({
  value,
  origin: { kind: "file", file: ".tool-versions", line },
})

function choose(erlang: string, elixirVersion: string, indexes = { otp: otpIndex, elixir: elixirIndex }): string {
  const pins = {
    erlang: erlang ? fromFile(erlang, 1) : undefined,
    elixir: elixirVersion ? fromFile(elixirVersion, 2) : undefined,
  }
  const choice = chooseBeam(indexes.otp, indexes.elixir, pins)
  return `${choice.erlang.ref} ${choice.elixir.ref}`
}

describe("chooseBeam with nothing pinned", () => {
  it.each([
    ["the newest Elixir on the OTP it was built with", otpIndex, elixirIndex, "OTP-28.0.2 v1.19.0-otp-28"],
    ["not an OTP without digest", otp("OTP-28.0.2! OTP-27.3.4"), elixirIndex, "OTP-27.3.4 v1.18.4-otp-27"],
    ["not an Elixir without digest", otpIndex, elixir("v1.19.0-otp-28! v1.18.4-otp-27"), "OTP-27.3.4.2 v1.18.4-otp-27"],
    ["not a release candidate of OTP", otp("OTP-28.0-rc1 OTP-26.2.5"), elixirIndex, "OTP-26.2.5 v1.19.0-otp-26"],
    [
      "the greater OTP of one Elixir",
      otp("OTP-27.0 OTP-26.2.5"),
      elixir("v1.18.4-otp-26 v1.18.4-otp-27"),
      "OTP-27.0 v1.18.4-otp-27",
    ],
    [
      "the newer Elixir before the newer OTP",
      otp("OTP-27.0 OTP-26.2.5"),
      elixir("v1.18.4-otp-26 v1.17.3-otp-27"),
      "OTP-26.2.5 v1.18.4-otp-26",
    ],
    ["an old mirror as it is", otp("OTP-25.2.3"), elixir("v1.14.0-otp-25 v1.14.0"), "OTP-25.2.3 v1.14.0-otp-25"],
    ["1.10 as newer than 1.9", otp("OTP-22.3"), elixir("v1.9.4-otp-22 v1.10.0-otp-22"), "OTP-22.3 v1.10.0-otp-22"],
    ["27.10 as newer than 27.9", otp("OTP-27.9 OTP-27.10"), elixir("v1.18.4-otp-27"), "OTP-27.10 v1.18.4-otp-27"],
  ])("takes %s", (_, otps, elixirs, expected) => {
    expect(choose("", "", { otp: otps, elixir: elixirs })).toBe(expected)
  })
})

describe("chooseBeam with Erlang/OTP pinned", () => {
  it.each([
    ["28.0.2", "OTP-28.0.2 v1.19.0-otp-28"],
    ["27.0", "OTP-27.0 v1.18.4-otp-27"],
    ["27.3.4", "OTP-27.3.4 v1.18.4-otp-27"],
    ["OTP-27.3.4", "OTP-27.3.4 v1.18.4-otp-27"],
    ["26.2.5", "OTP-26.2.5 v1.19.0-otp-26"],
    ["25.3.2", "OTP-25.3.2 v1.17.3-otp-25"],
    ["27.0-rc1", "OTP-27.0-rc1 v1.18.4-otp-27"],
    ["29.0-rc1", "OTP-29.0-rc1 v1.19.0-otp-28"],
    ["17.5", "OTP-17.5 v1.0.5"],
  ])("%s takes the newest Elixir for just that major, else the nearest below", (erlang, expected) => {
    expect(choose(erlang, "")).toBe(expected)
  })
})

describe("chooseBeam with Elixir pinned", () => {
  it.each([
    ["1.19.0", "OTP-28.0.2 v1.19.0-otp-28"],
    ["v1.19.0", "OTP-28.0.2 v1.19.0-otp-28"],
    ["1.18.4", "OTP-27.3.4.2 v1.18.4-otp-27"],
    ["1.18.4-otp-26", "OTP-26.2.5.11 v1.18.4-otp-26"],
    ["v1.18.4-otp-26", "OTP-26.2.5.11 v1.18.4-otp-26"],
    ["1.17.3", "OTP-27.3.4.2 v1.17.3-otp-27"],
    ["1.17.3-otp-25", "OTP-25.3.2 v1.17.3-otp-25"],
    ["1.14.5", "OTP-25.3.2 v1.14.5-otp-25"],
    ["1.20.0-rc.0", "OTP-28.0.2 v1.20.0-rc.0-otp-28"],
  ])("%s takes the newest OTP that it was built with", (version, expected) => {
    expect(choose("", version)).toBe(expected)
  })
})

describe("chooseBeam with a branch of Elixir", () => {
  const branches = elixir("v1.19.0-otp-28 main main-otp-26 main-otp-27 main-otp-28! v1.18 v1.18-otp-26 v1.18-otp-27")
  const indexes = { otp: otpIndex, elixir: branches }

  it.each([
    ["", "branch main", "OTP-27.3.4.2 main-otp-27"],
    ["", "branch v1.18", "OTP-27.3.4.2 v1.18-otp-27"],
    ["", "branch main-otp-26", "OTP-26.2.5.11 main-otp-26"],
    ["26.2.5", "branch main", "OTP-26.2.5 main-otp-26"],
    ["28.0.2", "branch main", "OTP-28.0.2 main-otp-27"],
  ])("OTP %j and %j are %s", (erlang, branch, expected) => {
    expect(choose(erlang, branch, indexes)).toBe(expected)
  })

  it.each([
    ["branch main", { elixir: "999.0.0", otpMajor: 27 }],
    ["branch v1.18", { elixir: "1.18.999", otpMajor: 27 }],
  ])("%s has Hex and rebar3 like the newest release that it may have", (branch, host) => {
    const choice = chooseBeam(otpIndex, branches, { elixir: fromFile(branch, 2) })
    expect(choice).toMatchObject({ elixir: { version: { value: branch } }, host })
  })

  it.each([
    ["", "branch topic", "version/unknown"],
    ["", "branch 1.18.4", "version/unknown"],
    ["25.3.2", "branch main", "version/no-pair"],
    ["", "branch main-otp-28", "version/no-digest"],
  ])("refuses OTP %j and %j", (erlang, branch, id) => {
    expect(() => choose(erlang, branch, indexes)).toThrow(expect.objectContaining({ id }))
  })
})

describe("chooseBeam with both pinned", () => {
  it.each([
    ["27.3.4", "1.18.4", "OTP-27.3.4 v1.18.4-otp-27"],
    ["27.3.4", "1.18.4-otp-27", "OTP-27.3.4 v1.18.4-otp-27"],
    ["27.3.4", "1.18.4-otp-26", "OTP-27.3.4 v1.18.4-otp-26"],
    ["28.0.2", "1.18.4", "OTP-28.0.2 v1.18.4-otp-27"],
    ["28.0.2", "1.17.3", "OTP-28.0.2 v1.17.3-otp-27"],
    ["27.0", "1.19.0", "OTP-27.0 v1.19.0-otp-26"],
    ["26.2.5", "1.14.5", "OTP-26.2.5 v1.14.5-otp-25"],
    ["25.3.2", "1.14.5", "OTP-25.3.2 v1.14.5-otp-25"],
    ["25.3.2", "1.0.5", "OTP-25.3.2 v1.0.5"],
  ])("OTP %s and Elixir %s are %s", (erlang, version, expected) => {
    expect(choose(erlang, version)).toBe(expected)
  })
})

describe("chooseBeam refuses", () => {
  it.each([
    ["an OTP that is not listed", "27.9", "1.18.4", "version/unknown"],
    ["a range", "27", "1.18.4", "version/unknown"],
    ["a branch of OTP", "maint-27", "", "version/unknown"],
    ["an Elixir that is not listed", "27.3.4", "1.18.9", "version/unknown"],
    ["an Elixir for an OTP that is not listed", "", "1.19.0-otp-27", "version/unknown"],
    ["a branch of Elixir", "", "main", "version/unknown"],
    ["a source that is no version", "", "ref:v1.18.4", "version/unknown"],
    ["an OTP without digest", "24.3.4", "", "version/no-digest"],
    ["an Elixir without digest", "", "1.13.4", "version/no-digest"],
    ["one build of Elixir without digest", "", "1.18.4-otp-28", "version/no-digest"],
    ["an Elixir that is too new for the OTP", "25.3.2", "1.19.0", "version/no-pair"],
    ["a build of Elixir for a newer OTP", "26.2.5", "1.18.4-otp-27", "version/no-pair"],
    ["an Elixir for which no OTP is there", "", "1.21.0", "version/no-pair"],
    ["an Elixir that names no OTP, without one", "", "1.0.5", "version/no-pair"],
  ])("%s", (_, erlang, version, id) => {
    expect(() => choose(erlang, version)).toThrow(expect.objectContaining({ id }))
  })

  it.each([
    ["no OTP", otp(""), elixirIndex, "version/empty-index"],
    ["no Elixir", otpIndex, elixir(""), "version/empty-index"],
    ["no digest", otp("OTP-27.0!"), elixirIndex, "version/empty-index"],
    ["only branches", otpIndex, elixir("main-otp-28"), "version/empty-index"],
    ["only release candidates", otp("OTP-28.0-rc1"), elixirIndex, "version/empty-index"],
    ["no two that fit", otp("OTP-27.0"), elixir("v1.14.5-otp-25"), "version/no-pair"],
  ])("indexes with %s", (_, otps, elixirs, id) => {
    expect(() => choose("", "", { otp: otps, elixir: elixirs })).toThrow(expect.objectContaining({ id }))
  })
})

describe("chooseBeam says", () => {
  it("where each version came from, and its digest", () => {
    expect(chooseBeam(otpIndex, elixirIndex, { elixir: fromFile("1.18.4", 2) })).toEqual({
      erlang: {
        version: { value: "27.3.4.2", origin: { kind: "default", why: "newest that fits" } },
        ref: "OTP-27.3.4.2",
        digest: { algorithm: "sha256", hex: sha256 },
      },
      elixir: {
        version: { value: "1.18.4", origin: { kind: "file", file: ".tool-versions", line: 2 } },
        ref: "v1.18.4-otp-27",
        digest: { algorithm: "sha256", hex: sha256 },
      },
      host: { elixir: "1.18.4", otpMajor: 27 },
    })
  })
})

describe("chooseOtp", () => {
  it.each([
    [undefined, "OTP-28.0.2"],
    [fromFile("26.2.5", 1), "OTP-26.2.5"],
    [fromFile("29.0-rc1", 1), "OTP-29.0-rc1"],
  ])("takes for %j %s", (pin, ref) => {
    expect(chooseOtp(otpIndex, pin).ref).toBe(ref)
  })
})
