import { describe, expect, it } from "vitest"
import { fitsHost, installPath, installsIndex, parseInstalls } from "../../lib/versions/hex-index.ts"

const sha = "ab".repeat(64)
const csv = [
  `1.0.1,${sha},1.0.0,17`,
  `2.0.6,${sha},1.12.0,24`,
  `2.2.2,${sha},1.15.0,25`,
  `2.2.2,${sha},1.18.0,25`,
  `2.2.2,${sha},1.18.0,27`,
  `2.5.1,${sha},1.19.0,28`,
].join("\n")

describe("installsIndex", () => {
  it.each([
    ["hex", "1.14.0", "hex-1.x.csv"],
    ["hex", "1.18.3", "hex-1.x.csv"],
    ["hex", "1.18.4", "hex.csv"],
    ["hex", "1.20.0-rc.1", "hex.csv"],
    ["hex", "main", "hex.csv"],
    ["hex", "v1.17", "hex-1.x.csv"],
    ["hex", "v1.18", "hex.csv"],
    ["rebar3", "1.18.3", "rebar3-1.x.csv"],
    ["rebar3", "1.18.4", "rebar.csv"],
  ] as const)("reads for %s and Elixir %s %s", (tool, elixir, index) => {
    expect(installsIndex(tool, elixir)).toBe(index)
  })
})

describe("parseInstalls", () => {
  it("reads both formats", () => {
    expect(parseInstalls(`2.2.2,${sha},1.14.0\r\n2.2.2,${sha.toUpperCase()},1.18.0,27\n`)).toEqual([
      { version: "2.2.2", sha512: sha, elixir: "1.14.0" },
      { version: "2.2.2", sha512: sha, elixir: "1.18.0", otp: 27 },
    ])
  })

  it.each(["", "\n", "2.2.2", "2.2.2,abc,1.14.0", `,${sha},1.14.0`, `2.2.2,${sha},new`, "<html>"])(
    "leaves out %j",
    (line) => {
      expect(parseInstalls(line)).toEqual([])
    },
  )
})

describe("fitsHost", () => {
  const last = (elixir: string, otp: string) => {
    const row = parseInstalls(csv).findLast((row) => fitsHost(row, { elixir, otp }))
    return row && installPath("hex", row)
  }

  it.each([
    ["1.20.0", "28.1", "1.19.0/hex-2.5.1-otp-28.ez"],
    ["1.19.0", "27.3.4.2", "1.18.0/hex-2.2.2-otp-27.ez"],
    ["1.19.0-rc.0", "28.0-rc1", "1.18.0/hex-2.2.2-otp-27.ez"],
    ["1.18.4", "27.0", "1.18.0/hex-2.2.2-otp-27.ez"],
    ["1.18.4", "26.2.5", "1.18.0/hex-2.2.2-otp-25.ez"],
    ["1.18.4", "maint-26", "1.18.0/hex-2.2.2-otp-25.ez"],
    ["main", "master", "1.19.0/hex-2.5.1-otp-28.ez"],
    ["v1.18", "28.0", "1.18.0/hex-2.2.2-otp-27.ez"],
    ["1.17.3", "27.3", "1.15.0/hex-2.2.2-otp-25.ez"],
    ["1.17.3", "24.3", "1.12.0/hex-2.0.6-otp-24.ez"],
    ["1.14.0", "9.0", undefined],
    ["0.15.0", "17.5", undefined],
  ])("leaves for Elixir %s on OTP %s the rows that are old enough, %s as the last", (elixir, otp, path) => {
    expect(last(elixir, otp)).toBe(path)
  })
})

describe("installPath", () => {
  it.each([
    ["hex", { version: "2.2.2", sha512: sha, elixir: "1.14.0" }, "1.14.0/hex-2.2.2.ez"],
    ["hex", { version: "2.2.2", sha512: sha, elixir: "1.18.4", otp: 27 }, "1.18.4/hex-2.2.2-otp-27.ez"],
    ["rebar3", { version: "3.22.0", sha512: sha, elixir: "1.14.0" }, "1.14.0/rebar3-3.22.0"],
    ["rebar3", { version: "3.24.0", sha512: sha, elixir: "1.18.4", otp: 26 }, "1.18.4/rebar3-3.24.0-otp-26"],
  ] as const)("of %s %j is %s", (tool, row, path) => {
    expect(installPath(tool, row)).toBe(path)
  })
})
