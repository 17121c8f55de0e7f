import fc from "fast-check"
import satisfies from "semver/functions/satisfies.js"
import validRange from "semver/ranges/valid.js"
import { expect, it } from "vitest"
import { readElixirWish } from "../../lib/versions/elixir-wish.ts"
import { readNodeWish } from "../../lib/versions/node-wish.ts"
import { parseOtp } from "../../lib/versions/otp-version.ts"
import { readOtpWish } from "../../lib/versions/otp-wish.ts"
import { holds, mayBeChosen, type PlainVersion, plainRanges, plainVersions } from "../support/range-model.ts"

const runs = { seed: 20_260_823, numRuns: 5000 }

type PlainRange = typeof plainRanges extends (most: number) => fc.Arbitrary<infer Range> ? Range : never

/** The range as somebody writes it. */
function written({ groups, and, or, gap }: PlainRange, version: (plain: PlainVersion) => string): string {
  return groups.map((group) => group.map((one) => `${one.operator}${gap}${version(one)}${one.open}`).join(and)).join(or)
}

/** What the model says: in the range, and to be chosen for it. */
function expected(version: PlainVersion, { groups }: PlainRange, whole: number) {
  const met = groups.filter((group) => group.every((wanted) => holds(version, wanted, whole)))
  return { includes: met.length > 0, allows: met.some((group) => mayBeChosen(version, group)) }
}

const otpText = ({ numbers, candidate }: PlainVersion) =>
  `${numbers.join(".")}${candidate === undefined ? "" : `-rc${candidate}`}`
const elixirText = ({ numbers, candidate }: PlainVersion) =>
  `${numbers.join(".")}${candidate === undefined ? "" : `-rc.${candidate}`}`

it("matches Erlang/OTP as the plain model does", () => {
  const property = fc.property(plainVersions({ least: 1, most: 5 }), plainRanges(5), (plain, range) => {
    const version = parseOtp(otpText(plain))
    const wanted = readOtpWish(written(range, otpText))
    if (version === undefined || wanted === undefined) throw new Error(`not read: ${written(range, otpText)}`)
    const found = { includes: wanted.includes(version), allows: wanted.allows(version) }
    expect(found).toEqual(expected(plain, range, 2))
  })
  fc.assert(property, runs)
})

it("matches Elixir as the plain model does", () => {
  const property = fc.property(plainVersions({ least: 3, most: 3 }), plainRanges(3), (plain, range) => {
    const ref = { version: elixirText(plain) }
    const wanted = readElixirWish(written(range, elixirText))
    if (wanted === undefined) throw new Error(`not read: ${written(range, elixirText)}`)
    const found = { includes: wanted.includes(ref), allows: wanted.allows(ref) }
    expect(found).toEqual(expected(plain, range, 3))
  })
  fc.assert(property, runs)
})

it("reads a hyphen as both ends", () => {
  const ends = fc.tuple(plainVersions({ least: 1, most: 5 }), plainVersions({ least: 1, most: 5 }))
  const property = fc.property(plainVersions({ least: 1, most: 5 }), ends, (plain, [from, to]) => {
    const version = parseOtp(otpText(plain))
    const wanted = readOtpWish(`${otpText(from)} - ${otpText(to)}`)
    const isIn =
      holds(plain, { ...from, operator: ">=", open: "" }, 2) && holds(plain, { ...to, operator: "<=", open: "" }, 2)
    expect(version && wanted?.includes(version)).toBe(isIn)
  })
  fc.assert(property, runs)
})

it("takes ~> as Elixir documents it", () => {
  const number = fc.nat(3)
  const version = fc.tuple(number, number, number, fc.constantFrom("", "-dev", "-rc.0", "-rc.1", "-rc.10"))
  const property = fc.property(version, version, ([major, minor, patch, pre], [a, b, c, wantedPre]) => {
    const ref = { version: `${major}.${minor}.${patch}${pre}` }
    const includes = (text: string) => readElixirWish(text)?.includes(ref)
    const isIn = (range: string) => satisfies(ref.version, range, { includePrerelease: true })
    expect(includes(`~> ${a}.${b}.${c}${wantedPre}`)).toBe(isIn(`>=${a}.${b}.${c}${wantedPre} <${a}.${b + 1}.0-0`))
    expect(includes(`~> ${a}.${b}${wantedPre}`)).toBe(isIn(`>=${a}.${b}.0${wantedPre} <${a + 1}.0.0-0`))
  })
  fc.assert(property, runs)
})

it("takes npm's ranges as npm does", () => {
  const part = fc.constantFrom("0", "1", "2", "10", "x", "*")
  const version = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."))
  const comparator = fc
    .tuple(
      fc.constantFrom("", "v", "=", "^", "~", ">", ">= ", "<", "<="),
      version,
      fc.constantFrom("", "", "-rc.1", "-"),
    )
    .map((parts) => parts.join(""))
  const group = fc.oneof(
    fc.array(comparator, { minLength: 1, maxLength: 3 }).map((all) => all.join(" ")),
    fc.tuple(version, version).map((ends) => ends.join(" - ")),
  )
  const range = fc.array(group, { minLength: 1, maxLength: 3 }).map((all) => all.join(" || "))
  const release = fc
    .tuple(fc.nat(3), fc.nat(2), fc.nat(2), fc.constantFrom("", "-rc.1"))
    .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre}`)
  const property = fc.property(range, release, (text, number) => {
    const wanted = readNodeWish(text)
    expect(wanted === undefined).toBe(validRange(text) === null)
    expect(wanted?.allows({ version: number, lts: false }) ?? false).toBe(satisfies(number, text))
  })
  fc.assert(property, runs)
})
