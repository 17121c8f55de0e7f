import { describe, expect, it } from "vitest"
import { compareOtp, isStableOtp, type OtpVersion, parseOtp } from "../../lib/versions/otp-version.ts"

function parsed(text: string): OtpVersion {
  const version = parseOtp(text)
  if (version === undefined) throw new Error(`not an OTP version: ${text}`)
  return version
}

const endless = Number.POSITIVE_INFINITY

describe("parseOtp", () => {
  it.each([
    ["27.3.4", { text: "27.3.4", major: 27, numbers: [27, 3, 4] }],
    ["OTP-27.3.4", { text: "27.3.4", major: 27, numbers: [27, 3, 4] }],
    ["OTP-28.0-rc1", { text: "28.0-rc1", major: 28, numbers: [28, 0], candidate: 1 }],
    ["v27.3.4", { text: "27.3.4", major: 27, numbers: [27, 3, 4] }],
    ["17", { text: "17", major: 17, numbers: [17] }],
    ["18.3.4.1.1", { text: "18.3.4.1.1", major: 18, numbers: [18, 3, 4, 1, 1] }],
    [" 27.0 ", { text: "27.0", major: 27, numbers: [27, 0] }],
    ["maint-27", { text: "maint-27", major: 27, numbers: [27, endless], branch: "maint-27" }],
    ["maint", { text: "maint", major: endless, numbers: [endless], branch: "maint" }],
    ["master", { text: "master", major: endless, numbers: [endless], branch: "master" }],
  ])("reads %j", (text, version) => {
    expect(parseOtp(text)).toEqual(version)
  })

  it.each(["", "maint-r16", "OTP-maint", "main", "latest", "27.", "27.3.4.5.6.7", "27.0-beta", "ref:OTP-27"])(
    "refuses %j",
    (text) => {
      expect(parseOtp(text)).toBeUndefined()
    },
  )
})

describe("compareOtp", () => {
  it("orders them as they were released", () => {
    const inOrder = [
      "9.0",
      "17.0",
      "26.2.5.11",
      "27.0-rc1",
      "27.0-rc2",
      "27.0-rc10",
      "27.0",
      "27.0.1",
      "27.1",
      "27.3.4",
      "27.3.4.2",
      "27.10",
      "maint-27",
      "28.0",
      "maint",
      "master",
    ]
    const shuffled = inOrder.toSorted().map(parsed)
    expect(shuffled.toSorted(compareOtp).map(({ text }) => text)).toEqual(inOrder)
  })

  it("finds a version equal to itself, however it is written", () => {
    expect(compareOtp(parsed("OTP-27.0-rc1"), parsed("27.0-rc1"))).toBe(0)
    expect(compareOtp(parsed("OTP-27.3.4"), parsed("27.3.4"))).toBe(0)
  })
})

it.each([
  ["27.3.4", true],
  ["28.0-rc1", false],
  ["maint-27", false],
])("isStableOtp(%s) is %s", (text, expected) => {
  expect(isStableOtp(parsed(text))).toBe(expected)
})
