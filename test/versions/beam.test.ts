import { describe, expect, it } from "vitest"
import { chooseBeam } from "../../lib/versions/beam.ts"
import type { BuildIndex } from "../../lib/versions/builds-txt.ts"
import { outcome, wishes } from "../support/indexes.ts"

const sha256 = "9210a9e4b3f12cf32dd2f42857dc980e2776d52505c0c34858ef6d50a186dd22"

/** An index of refs; one with a `!` has no digest. */
function index(source: string, refs: string): BuildIndex {
  const entries = refs.split(" ").filter(Boolean)
  return { source, entries: entries.map((ref) => (ref.endsWith("!") ? { ref: ref.slice(0, -1) } : { ref, sha256 })) }
}

const otp = (refs: string) => index("https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/builds.txt", refs)
const elixir = (refs: string) => index("https://builds.hex.pm/builds/elixir/builds.txt", refs)
const one = (text: string) => wishes(text === "" ? [] : [text])

function choose(otps: BuildIndex, elixirs: BuildIndex, erlang = "", version = ""): string {
  return outcome(() => {
    const choice = chooseBeam(otps, elixirs, { erlang: one(erlang), elixir: one(version) })
    return `${choice.erlang.ref} ${choice.elixir.ref}`
  })
}

describe("of what an index lists, chooseBeam takes", () => {
  it.each([
    [
      "the greater OTP of one Elixir",
      "OTP-27.3 OTP-26.2.5",
      "v1.18.4-otp-26 v1.18.4-otp-27",
      "OTP-27.3 v1.18.4-otp-27",
    ],
    [
      "the newer Elixir before the newer OTP",
      "OTP-27.3 OTP-26.2.5",
      "v1.18.4-otp-26 v1.17.3-otp-27",
      "OTP-26.2.5 v1.18.4-otp-26",
    ],
    ["an old mirror as it is", "OTP-25.2.3", "v1.14.0-otp-25 v1.14.0", "OTP-25.2.3 v1.14.0-otp-25"],
    ["1.10 as newer than 1.9", "OTP-22.3", "v1.9.4-otp-22 v1.10.0-otp-22", "OTP-22.3 v1.10.0-otp-22"],
    ["27.10 as newer than 27.9", "OTP-27.9 OTP-27.10", "v1.18.4-otp-27", "OTP-27.10 v1.18.4-otp-27"],
    [
      "no release candidate",
      "OTP-28.0-rc1 OTP-26.2.5",
      "v1.18.4-otp-26 v1.19.0-rc.0-otp-28",
      "OTP-26.2.5 v1.18.4-otp-26",
    ],
    ["a newer OTP that the table allows", "OTP-27.3", "v1.18.4-otp-26", "OTP-27.3 v1.18.4-otp-26"],
    [
      "the OTP that Elixir is compiled with before a newer one",
      "OTP-27.3 OTP-26.2.5",
      "v1.18.4-otp-26",
      "OTP-26.2.5 v1.18.4-otp-26",
    ],
    ["no OTP that is too new for the table", "OTP-28.5", "v1.18.3-otp-27", "version/no-pair"],
    ["an OTP that a build is for, whatever the table says", "OTP-30.1", "v1.18.4-otp-30", "OTP-30.1 v1.18.4-otp-30"],
    ["no OTP below the table's", "OTP-24.3", "v1.18.4-otp-23", "version/no-pair"],
    [
      "an Elixir that no table knows on the OTP it is built for",
      "OTP-31.0 OTP-32.0",
      "v1.30.0-otp-31",
      "OTP-31.0 v1.30.0-otp-31",
    ],
    ["an old Elixir that names no OTP where the table has it", "OTP-17.5 OTP-19.3", "v1.0.5", "OTP-17.5 v1.0.5"],
    ["no plain build where there are others", "OTP-25.3", "v1.18.4 v1.18.4-otp-26", "version/no-pair"],
    ["no OTP without digest", "OTP-28.0.2! OTP-27.3.4", "v1.18.4-otp-27 v1.18.4-otp-28", "OTP-27.3.4 v1.18.4-otp-27"],
    ["no Elixir without digest", "OTP-28.1 OTP-27.3.4", "v1.19.0-otp-28! v1.18.4-otp-27", "OTP-27.3.4 v1.18.4-otp-27"],
    ["what has no digest when there is nothing else", "OTP-24.3.4!", "v1.13.4-otp-24!", "OTP-24.3.4 v1.13.4-otp-24"],
    [
      "an OTP without digest rather than an Elixir without",
      "OTP-27.3! OTP-26.2",
      "v1.18.4-otp-27 v1.18.3-otp-26!",
      "OTP-27.3 v1.18.4-otp-27",
    ],
    [
      "no OTP that is known to be bad",
      "OTP-27.1 OTP-26.2.5",
      "v1.18.4-otp-26 v1.18.4-otp-27",
      "OTP-26.2.5 v1.18.4-otp-26",
    ],
    [
      "an OTP without digest rather than one that is known to be bad",
      "OTP-27.1 OTP-26.2.5!",
      "v1.18.4-otp-26 v1.18.4-otp-27",
      "OTP-26.2.5 v1.18.4-otp-26",
    ],
    [
      "no OTP that is known to be bad for the newest Elixir",
      "OTP-28.0 OTP-27.3.4",
      "v1.19.5-otp-27 v1.19.5-otp-28",
      "OTP-27.3.4 v1.19.5-otp-27",
    ],
    ["no Elixir that is known to be bad", "OTP-28.1", "v1.19.2-otp-28 v1.19.1-otp-28", "OTP-28.1 v1.19.1-otp-28"],
    ["what is known to be bad when there is nothing else", "OTP-27.1", "v1.17.1-otp-27", "OTP-27.1 v1.17.1-otp-27"],
  ])("%s", (_, otps, elixirs, expected) => {
    expect(choose(otp(otps), elixir(elixirs))).toBe(expected)
  })
})

describe("a wish", () => {
  it.each([
    ["OTP-27.1 OTP-27.3", "v1.18.4-otp-27", "27.1", "", "OTP-27.1 v1.18.4-otp-27"],
    ["OTP-27.1 OTP-27.3", "v1.18.4-otp-27", "~> 27.1", "", "OTP-27.3 v1.18.4-otp-27"],
    ["OTP-28.1", "v1.19.2-otp-28 v1.19.1-otp-28", "", "1.19.2", "OTP-28.1 v1.19.2-otp-28"],
    ["OTP-28.1", "v1.19.2-otp-28 v1.19.1-otp-28", "", "1.19", "OTP-28.1 v1.19.1-otp-28"],
    ["OTP-28.1! OTP-27.3", "v1.18.4-otp-27 v1.18.4-otp-28", "28", "", "OTP-28.1 v1.18.4-otp-28"],
    ["OTP-27.3", "v1.18.4-otp-27! v1.18.4-otp-26", "27", "1.18.4", "OTP-27.3 v1.18.4-otp-26"],
    ["OTP-27.3", "v1.18.4-otp-27! v1.18.4-otp-26", "27", "1.18.4-otp-27", "OTP-27.3 v1.18.4-otp-27"],
    ["OTP-31.0", "v1.18.4-otp-28", "31", "1.18", "OTP-31.0 v1.18.4-otp-28"],
    ["OTP-31.0", "v1.18.4-otp-28", "31", "", "version/no-pair"],
    ["OTP-31.0", "v1.18.4-otp-28", "", "1.18", "version/no-pair"],
  ])("of %s and %s, for OTP %j and Elixir %j, takes %s", (otps, elixirs, erlang, version, expected) => {
    expect(choose(otp(otps), elixir(elixirs), erlang, version)).toBe(expected)
  })
})

describe("chooseBeam refuses indexes with", () => {
  it.each([
    ["no OTP", "", "v1.18.4-otp-27", "version/empty-index"],
    ["no Elixir", "OTP-27.3", "", "version/empty-index"],
    ["only branches of OTP", "maint-27 master", "v1.18.4-otp-27", "version/empty-index"],
    ["only branches of Elixir", "OTP-27.3", "main-otp-27", "version/empty-index"],
    ["only release candidates", "OTP-28.0-rc1", "v1.18.4-otp-28", "version/empty-index"],
    ["no two that fit", "OTP-27.3", "v1.14.5-otp-25", "version/no-pair"],
  ])("%s", (_, otps, elixirs, id) => {
    expect(choose(otp(otps), elixir(elixirs))).toBe(id)
  })
})

describe("chooseBeam says", () => {
  const otps = otp("OTP-27.3.4.2 OTP-26.2.5 OTP-24.3!")
  const elixirs = elixir("v1.18.4-otp-27 v1.16.3-otp-24")

  it("where each version came from, what is asked for there, and its digest", () => {
    expect(chooseBeam(otps, elixirs, { elixir: one("1.18") })).toEqual({
      erlang: {
        version: { value: "27.3.4.2", origin: { kind: "default", why: "newest that fits" } },
        passedOver: [],
        ref: "OTP-27.3.4.2",
        digest: { algorithm: "sha256", hex: sha256 },
      },
      elixir: {
        version: { value: "1.18.4", origin: { kind: "file", file: ".tool-versions", line: 1 } },
        asked: "1.18",
        passedOver: [],
        ref: "v1.18.4-otp-27",
        digest: { algorithm: "sha256", hex: sha256 },
      },
      host: { elixir: "1.18.4", otp: "27.3.4.2" },
    })
  })

  it("that the code asks, when nobody else does", () => {
    const choice = chooseBeam(otps, elixirs, { elixir: wishes([], ["~> 1.16", "< 1.18.0"]) })
    const origin = { kind: "file", file: "mix.exs", line: 1 }
    expect(choice.elixir).toMatchObject({ version: { value: "1.16.3", origin }, asked: "~> 1.16" })
  })

  it("nothing of a digest that is not listed", () => {
    expect(chooseBeam(otps, elixirs, { erlang: one("24") }).erlang.digest).toBeUndefined()
  })

  it.each([
    ["main", { elixir: "main", otp: "27.3.4.2" }],
    ["branch v1.18", { elixir: "v1.18", otp: "27.3.4.2" }],
  ])("that Hex and rebar3 for %s are those for the newest release that it may have", (branch, host) => {
    const branches = elixir("main-otp-27 v1.18-otp-27")
    const choice = chooseBeam(otps, branches, { elixir: one(branch) })
    expect(choice).toMatchObject({ elixir: { version: { value: branch.replace(/^main/, "branch main") } }, host })
  })
})
