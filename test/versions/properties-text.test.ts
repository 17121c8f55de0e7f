import fc from "fast-check"
import { expect, it } from "vitest"
import { runtimeNames } from "../../lib/core/runtime.ts"
import { disagreements } from "../../lib/versions/disagreement.ts"
import { parseElixirRef } from "../../lib/versions/elixir-ref.ts"
import { readElixirWish } from "../../lib/versions/elixir-wish.ts"
import { nearestVersions } from "../../lib/versions/nearest.ts"
import { readNodeWish } from "../../lib/versions/node-wish.ts"
import { parseOtp } from "../../lib/versions/otp-version.ts"
import { readOtpWish } from "../../lib/versions/otp-wish.ts"
import type { Wanted } from "../../lib/versions/wanted.ts"

const runs = { seed: 20_260_823, numRuns: 2000 }

const words =
  "latest prefix: ref: branch tag: path: lts lts/ node main maint maint- master OTP- v -otp- -rc and or || , - ~> == != >= <= = > < ^ ~ . x * 0 1 18 27 4 99999999999999999999"
const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom(" ", ...words.split(" ")), maxLength: 12 }),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
)
const listed = ["OTP-27.3.4", "OTP-28.0-rc1", "maint-27", "master"].flatMap((ref) => parseOtp(ref) ?? [])
const builds = ["v1.18.4-otp-27", "v1.20.0-rc.1-otp-28", "v1.18", "main"].flatMap((ref) => parseElixirRef(ref) ?? [])
const releases = [
  { version: "22.12.0", lts: "Jod", files: [] },
  { version: "25.0.0", lts: false, files: [] },
] as const

/** What is named is allowed, and what is allowed is in the range. */
function expectNesting<Version>(wanted: Wanted<Version> | undefined, versions: readonly Version[]): void {
  for (const version of wanted === undefined ? [] : versions) {
    if (wanted?.names(version)) expect(wanted.allows(version)).toBe(true)
    if (wanted?.allows(version)) expect(wanted.includes(version)).toBe(true)
  }
}

it("reads any text as versions that nest, or not at all", () => {
  const property = fc.property(texts, (text) => {
    expectNesting(readOtpWish(text), listed)
    expectNesting(readElixirWish(text), builds)
    expectNesting(readNodeWish(text, releases), releases)
  })
  fc.assert(property, runs)
})

it("reads blanks around a text as nothing", () => {
  const property = fc.property(texts, fc.constantFrom(" ", "\n", "\t "), (text, blank) => {
    const around = `${blank}${text}${blank}`
    const allowed = (wish: string) => [
      listed.map((version) => readOtpWish(wish)?.allows(version)),
      builds.map((ref) => readElixirWish(wish)?.allows(ref)),
      releases.map((release) => readNodeWish(wish, releases)?.allows(release)),
    ]
    expect(allowed(around)).toEqual(allowed(text))
  })
  fc.assert(property, runs)
})

it("has near versions and no more than one warning for any text", () => {
  const known = ["26.2.5", "27.3.4", "28.0-rc1", "maint-27"]
  const origin = { kind: "default", why: "newest that fits" } as const
  const property = fc.property(texts, fc.constantFrom(...runtimeNames), (text, name) => {
    expect(nearestVersions(text, known).length).toBeGreaterThan(0)
    const chosen = { version: { value: "27.3.4", origin }, ref: "OTP-27.3.4" }
    const said = { wishes: [], requirements: [{ value: text, origin }] }
    expect(disagreements(name, chosen, said).length).toBeLessThanOrEqual(1)
  })
  fc.assert(property, runs)
})

it.each(["27.", "~> 1.18 or ", " ", "-otp-27", "OTP-", "latest:", ">= ", "1,", "1 - "])(
  "gets through %j ten thousand times",
  (text) => {
    const long = text.repeat(10_000)
    expect([readOtpWish(long), readElixirWish(long), readNodeWish(long), parseOtp(long), parseElixirRef(long)]).toEqual(
      Array(5).fill(undefined),
    )
    expect(nearestVersions(long, ["27.3.4"])).toEqual(["27.3.4"])
  },
)
