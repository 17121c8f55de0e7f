import { describe, expect, it } from "vitest"
import { type OtpVersion, parseOtp } from "../../lib/versions/otp-version.ts"
import { readOtpWish } from "../../lib/versions/otp-wish.ts"

const refs = [
  "OTP-25.3.2",
  "OTP-26.0",
  "OTP-26.2.5",
  "OTP-26.2.5.11",
  "OTP-27.0-rc1",
  "OTP-27.0-rc2",
  "OTP-27.0",
  "OTP-27.0.1",
  "OTP-27.3",
  "OTP-27.3.4",
  "OTP-27.3.4.2",
  "OTP-28.0-rc1",
  "OTP-28.0",
  "maint-27",
  "maint",
  "master",
]
const listed: readonly OtpVersion[] = refs.flatMap((ref) => parseOtp(ref) ?? [])

function chosen(text: string, how: "allows" | "names" | "includes"): string {
  const wanted = readOtpWish(text)
  if (wanted === undefined) return "not understood"
  return listed
    .filter((version) => wanted[how](version))
    .map((version) => version.text)
    .join(" ")
}

const all27 = "27.0 27.0.1 27.3 27.3.4 27.3.4.2"
const stable = `25.3.2 26.0 26.2.5 26.2.5.11 ${all27} 28.0`

describe("what a wish for Erlang/OTP allows", () => {
  it.each([
    ["27.3.4", "27.3.4 27.3.4.2"],
    ["v27.3.4.2", "27.3.4.2"],
    ["OTP-27.3.4.2", "27.3.4.2"],
    ["27.3", "27.3 27.3.4 27.3.4.2"],
    ["27", all27],
    ["27.0.0", "27.0"],
    ["27.2", ""],
    ["2", ""],
    ["27.x", all27],
    ["27.*", all27],
    ["27.3.x", "27.3 27.3.4 27.3.4.2"],
    ["*", stable],
    ["latest", stable],
    ["latest:27", all27],
    ["prefix:27.0", "27.0 27.0.1"],
    ["27.0-rc1", "27.0-rc1"],
    ["OTP-27.0-rc.2", "27.0-rc2"],
    ["27.0-rc", "27.0-rc1 27.0-rc2"],
    ["27-rc2", "27.0-rc2"],
    ["~> 27.3", "27.3 27.3.4 27.3.4.2"],
    ["~> 27", all27],
    ["~> 27.0.0", "27.0 27.0.1"],
    ["~> 27.3.4.0", "27.3.4 27.3.4.2"],
    ["~> 26.2.5.2", "26.2.5.11"],
    ["~> 27.x", all27],
    ["~> 27.3.x", "27.3 27.3.4 27.3.4.2"],
    ["~> 27.0-rc2", `27.0-rc2 ${all27}`],
    ["^26.2.5", "26.2.5 26.2.5.11"],
    ["^27", all27],
    ["~27.0.1", "27.0.1"],
    ["~27", all27],
    [">= 27", `${all27} 28.0`],
    ["> 27", "28.0"],
    ["> 27.3", "27.3.4 27.3.4.2 28.0"],
    ["> 27.x", "28.0"],
    ["<= 26", "25.3.2 26.0 26.2.5 26.2.5.11"],
    ["<= 26.0", "25.3.2 26.0"],
    ["<27", "25.3.2 26.0 26.2.5 26.2.5.11"],
    ["== 27", all27],
    ["= 27.3", "27.3"],
    ["== 27.3.4", "27.3.4"],
    ["!= 27", "25.3.2 26.0 26.2.5 26.2.5.11 28.0"],
    [">= 26 < 28 != 27.3", "26.0 26.2.5 26.2.5.11 27.0 27.0.1 27.3.4 27.3.4.2"],
    [">=26,<27", "26.0 26.2.5 26.2.5.11"],
    [">=26<27", "26.0 26.2.5 26.2.5.11"],
    [">= 26 and < 27", "26.0 26.2.5 26.2.5.11"],
    ["25 or 28", "25.3.2 28.0"],
    ["25 || 28", "25.3.2 28.0"],
    ["~> 25.3||^28", "25.3.2 28.0"],
    ["< 26 or >= 27.3 and < 28", "25.3.2 27.3 27.3.4 27.3.4.2"],
    ["26 - 27", `26.0 26.2.5 26.2.5.11 ${all27}`],
    ["OTP-26.2 - OTP-27.0", "26.2.5 26.2.5.11 27.0"],
    [">= OTP-28.0", "28.0"],
    [">= 28.0-rc1", "28.0-rc1 28.0"],
    ["  ~>   27.3.4  ", "27.3.4 27.3.4.2"],
    ["maint-27", "maint-27"],
    ["ref:maint-27", "maint-27"],
    ["branch maint-27", "maint-27"],
    ["branch:maint", "maint"],
    ["maint", "maint"],
    ["master", "master"],
    ["ref:OTP-27.3.4", "27.3.4"],
    ["tag:OTP-27.3.4", "27.3.4"],
    ["ref:OTP-28.0-rc1", "28.0-rc1"],
  ])("%s: %s", (text, versions) => {
    expect(chosen(text, "allows")).toBe(versions)
  })

  it.each([
    "",
    "  ",
    "path:/opt/otp",
    "ref:4b6e1c3",
    "ref:1234567",
    "ref:2f1c8a7d9e0b4c5d6e7f8091a2b3c4d5e6f70819",
    "sub-1:27",
    "system",
    "lts",
    "stable",
    "erlang",
    "main",
    "maint-",
    "branch",
    "branch maint 27",
    "27.",
    "27..3",
    "027",
    "27.3.4.5.6.7",
    "27.3-otp-27",
    "27.x-rc1",
    "27x",
    "27.x.3",
    "27.0-beta",
    ">=",
    ">= 26 and",
    "or 27",
    "27 ||",
    "26,,27",
    "26 - 27 - 28",
    "=> 27",
    "~> 27 & < 28",
    "latest:",
    "latest:stable",
    "27 # pinned",
  ])("does not understand %j", (text) => {
    expect(readOtpWish(text)).toBeUndefined()
  })
})

describe("what a wish for Erlang/OTP names", () => {
  it.each([
    ["27.3", "27.3"],
    ["OTP-27.3.4", "27.3.4"],
    ["== 27.3.4", "27.3.4"],
    ["27.0-rc1", "27.0-rc1"],
    ["ref:OTP-27.3", "27.3"],
    ["maint-27", "maint-27"],
    ["27", ""],
    ["27.3.x", ""],
    ["~> 27.3", ""],
    [">= 27.3", ""],
    ["27.3 or 28.0", ""],
    ["latest:27.3", ""],
    ["prefix:27.3", ""],
    ["latest", ""],
  ])("%s: %j", (text, versions) => {
    expect(chosen(text, "names")).toBe(versions)
  })
})

describe("what does for a requirement", () => {
  it.each([
    ["~> 27.3", "27.3 27.3.4 27.3.4.2 maint-27"],
    [">= 27.3.4.2", "27.3.4.2 28.0-rc1 28.0 maint-27 maint master"],
    ["> 27", "28.0-rc1 28.0 maint master"],
    ["< 27", "25.3.2 26.0 26.2.5 26.2.5.11 27.0-rc1 27.0-rc2"],
    ["maint", "maint"],
  ])("%s: %s", (text, versions) => {
    expect(chosen(text, "includes")).toBe(versions)
  })
})
