import fc from "fast-check"
import compareSemantic from "semver/functions/compare.js"
import { describe, expect, it } from "vitest"
import { compareElixir, parseElixirRef } from "../../lib/versions/elixir-ref.ts"
import { compareOtp, parseOtp } from "../../lib/versions/otp-version.ts"
import { comparePoints } from "../../lib/versions/version-point.ts"
import { key, plainVersions } from "../support/range-model.ts"

const runs = { seed: 20_260_823, numRuns: 3000 }

const number = fc.nat(3)
const pre = fc.constantFrom("", "", "-dev", "-rc.0", "-rc.1", "-rc.10", "-rc1")
const semantic = fc.tuple(number, number, number, pre).map(([a, b, c, end]) => `${a}.${b}.${c}${end}`)

const otpTexts = fc.oneof(
  { weight: 5, arbitrary: fc.array(number, { minLength: 1, maxLength: 5 }).map((numbers) => numbers.join(".")) },
  { weight: 2, arbitrary: fc.tuple(number, number).map(([major, candidate]) => `${major}.0-rc${candidate}`) },
  fc.constantFrom("maint", "master"),
  number.map((major) => `maint-${major}`),
)
const elixirTexts = fc.oneof(
  { weight: 5, arbitrary: semantic },
  fc.tuple(number, number).map(([major, minor]) => `v${major}.${minor}`),
  fc.constantFrom("main", "master"),
)
const otps = otpTexts.map((text) => read(text, parseOtp))
const elixirs = elixirTexts.map((text) => read(text, parseElixirRef))

function read<Version>(text: string, parse: (text: string) => Version | undefined): Version {
  const version = parse(text)
  if (version === undefined) throw new Error(`not read: ${text}`)
  return version
}

/** Each pair has one order, and it is the same for all. `nameOf` tells which are one and the same. */
function expectOrder<Version>(
  versions: fc.Arbitrary<Version>,
  compare: (left: Version, right: Version) => number,
  nameOf: (version: Version) => string,
): void {
  const pairs = fc.property(versions, versions, (left, right) => {
    expect(Math.sign(compare(left, right))).toBe(0 - Math.sign(compare(right, left)))
    expect(compare(left, right) === 0).toBe(nameOf(left) === nameOf(right))
  })
  const chains = fc.property(versions, versions, versions, (low, middle, high) => {
    fc.pre(compare(low, middle) <= 0 && compare(middle, high) <= 0)
    expect(compare(low, high)).toBeLessThanOrEqual(0)
  })
  fc.assert(pairs, runs)
  fc.assert(chains, runs)
}

describe("the order of versions", () => {
  it("is total and transitive for Erlang/OTP", () => {
    // Zeros at the end make no other version.
    expectOrder(otps, compareOtp, ({ text, branch }) => branch ?? text.replace(/(?:\.0)+(?=$|-)/, ""))
  })

  it("is total and transitive for Elixir", () => {
    expectOrder(elixirs, compareElixir, ({ version, branch }) => branch ?? version)
  })

  it("of Erlang/OTP is the one of texts of equal width", () => {
    const plain = plainVersions({ least: 1, most: 5 })
    const property = fc.property(plain, plain, (left, right) => {
      const [a, b] = [left, right].map(({ numbers, candidate }) =>
        read(`OTP-${numbers.join(".")}${candidate === undefined ? "" : `-rc${candidate}`}`, parseOtp),
      )
      const byText = [key(left), key(right)].toSorted()[0] === key(left) ? -1 : 1
      expect(a && b && Math.sign(compareOtp(a, b))).toBe(key(left) === key(right) ? 0 : byText)
    })
    fc.assert(property, runs)
  })

  it("of points is semver's", () => {
    const part = fc.constantFrom<number | string>(0, 2, 10, "rc", "rc1", "x-1")
    const points = fc.record({
      numbers: fc.array(fc.nat(1), { minLength: 3, maxLength: 3 }),
      pre: fc.array(part, { maxLength: 3 }),
    })
    const text = ({ numbers, pre }: { numbers: readonly number[]; pre: readonly (number | string)[] }) =>
      `${numbers.join(".")}${pre.length === 0 ? "" : `-${pre.join(".")}`}`
    const property = fc.property(points, points, (left, right) => {
      expect(Math.sign(comparePoints(left, right))).toBe(compareSemantic(text(left), text(right)))
    })
    fc.assert(property, runs)
  })
})

describe("what is read and written again", () => {
  it("is the same version of Erlang/OTP", () => {
    const property = fc.property(otps, (version) => {
      expect(parseOtp(version.text)).toEqual(version)
      expect(parseOtp(` ${version.text}\n`)).toEqual(version)
      if (version.branch === undefined) expect(parseOtp(`OTP-${version.text}`)).toEqual(version)
    })
    fc.assert(property, runs)
  })

  it("is the same Elixir", () => {
    const property = fc.property(elixirs, fc.option(fc.nat(40), { nil: undefined }), (ref, otp) => {
      const written = `${ref.branch ?? `v${ref.version}`}${otp === undefined ? "" : `-otp-${otp}`}`
      expect(parseElixirRef(written)).toEqual(otp === undefined ? ref : { ...ref, otp })
    })
    fc.assert(property, runs)
  })
})
