import { expect, it } from "vitest"
import { parseBuildsTxt } from "../../lib/versions/builds-txt.ts"
import { otpFor } from "../../lib/versions/compatibility.ts"
import { parseElixirRef } from "../../lib/versions/elixir-ref.ts"

it.each([
  ["1.0.4", { min: 17, max: 17 }],
  ["1.0.5", { min: 17, max: 18 }],
  ["1.13.3", { min: 22, max: 24 }],
  ["1.13.4", { min: 22, max: 25 }],
  ["1.14.4", { min: 23, max: 25 }],
  ["1.14.5", { min: 23, max: 26 }],
  ["1.17.3", { min: 25, max: 27 }],
  ["1.18.3", { min: 25, max: 27 }],
  ["1.18.4", { min: 25, max: 28 }],
  ["1.18.10", { min: 25, max: 28 }],
  ["v1.18.4-otp-27", { min: 25, max: 28 }],
  ["1.19.0-rc.1", { min: 26, max: 28 }],
  ["1.20.3", { min: 27, max: 29 }],
  ["branch v1.18", { min: 25, max: 28 }],
])("knows the OTP majors of %s", (elixir, range) => {
  expect(otpFor(elixir)).toEqual(range)
})

it.each(["0.15.1", "1.99.0", "2.0.0", "branch main", "main-otp-28", ""])("knows nothing of %j", (elixir) => {
  expect(otpFor(elixir)).toBeUndefined()
})

it("agrees with what Elixir's own releases were built for", () => {
  const built = Object.entries({
    "1.14.5": [23, 24, 25],
    "1.15.8": [24, 25, 26],
    "1.16.3": [24, 25, 26],
    "1.17.3": [25, 26, 27],
    "1.18.4": [25, 26, 27],
    "1.19.5": [26, 27, 28],
    "1.20.3": [27, 28, 29],
  }).flatMap(([version, otps]) => otps.map((otp) => `v${version}-otp-${otp}`))
  const lines = built.map((ref) => `${ref} ${"a".repeat(40)} 2026-06-03T10:00:00Z ${"b".repeat(64)} `)
  const refs = parseBuildsTxt(lines.join("\n"), "builds.txt").entries.map(({ ref }) => ref)
  const outside = refs.filter((ref) => {
    const { version = "", otp = 0 } = parseElixirRef(ref) ?? {}
    const range = otpFor(version)
    return range === undefined || otp < range.min || otp > range.max
  })
  expect(refs).toEqual(built)
  expect(outside).toEqual([])
})
