import { describe, expect, it } from "vitest"
import { lineOf, supportEnd, supportedLines } from "../../lib/versions/support.ts"

describe("supportEnd", () => {
  it.each([
    ["erlang", "26.2.5.21", "2026-05-26"],
    ["erlang", "OTP-27.3.4", "2027-05-20"],
    ["erlang", "maint-26", "2026-05-26"],
    ["elixir", "1.14.5", "2025-10-16"],
    ["elixir", "1.15.8-otp-26", "2026-06-03"],
    ["node", "20.20.2", "2026-04-30"],
    ["node", "24.11.0", "2028-04-30"],
  ] as const)("knows the day for %s %s", (name, version, date) => {
    expect(supportEnd(name, version)).toEqual({ date })
  })

  it.each([
    ["erlang", "16.3", "17.0"],
    ["elixir", "0.15.1", "1.0.0"],
    ["node", "0.12.18", "4.0.0"],
  ] as const)("lets %s %s, older than all it knows, end with the oldest", (name, version, oldest) => {
    expect(supportEnd(name, oldest)).toBeDefined()
    expect(supportEnd(name, version)).toEqual(supportEnd(name, oldest))
  })

  it.each([
    ["elixir", "1.20.3"],
    ["elixir", "1.99.0"],
    ["elixir", "main"],
    ["erlang", "99.0"],
    ["erlang", "master"],
    ["node", "99.0.0"],
    ["hex", "2.5.1"],
    ["rebar3", "3.24.0"],
  ] as const)("knows no day for %s %s", (name, version) => {
    expect(supportEnd(name, version)).toBeUndefined()
  })
})

it.each([
  ["erlang", "27.3.4", "27"],
  ["elixir", "1.18.4-otp-27", "1.18"],
  ["node", "24.11.0", "24"],
] as const)("finds the line of %s %s", (name, version, line) => {
  expect(lineOf(name, version)).toBe(line)
})

it.each([
  ["erlang", "2026-09-01", "27 and later"],
  ["elixir", "2026-09-01", "1.16 and later"],
  ["node", "2026-09-01", "22, 24 and 26"],
  ["node", "2028-12-31", "26"],
  ["node", "2199-01-01", undefined],
  ["hex", "2026-09-01", undefined],
] as const)("says which lines of %s have support on %s", (name, day, lines) => {
  expect(supportedLines(name, new Date(day))).toBe(lines)
})
