import fc from "fast-check"
import { expect, it } from "vitest"
import type { VersionWishes } from "../../lib/core/runtime.ts"
import { type BeamWishes, chooseBeam } from "../../lib/versions/beam.ts"
import type { BuildIndex } from "../../lib/versions/builds-txt.ts"
import { otpFor } from "../../lib/versions/compatibility.ts"
import {
  compareElixir,
  type ElixirRef,
  elixirLabel,
  isStableElixir,
  parseElixirRef,
} from "../../lib/versions/elixir-ref.ts"
import { readElixirWish } from "../../lib/versions/elixir-wish.ts"
import { knownBad } from "../../lib/versions/known-bad.ts"
import { compareTexts } from "../../lib/versions/numbers.ts"
import { compareOtp, isStableOtp, type OtpVersion, parseOtp } from "../../lib/versions/otp-version.ts"
import { readOtpWish } from "../../lib/versions/otp-wish.ts"
import type { Wanted } from "../../lib/versions/wanted.ts"
import { outcome, wishes } from "../support/indexes.ts"

/** What the documents say of the choice, in the plainest way: all pairs are made and weighed. */
function naive(otpIndex: BuildIndex, elixirIndex: BuildIndex, { erlang, elixir }: BeamWishes): string {
  const all = elixirIndex.entries.flatMap((entry) => parsed(entry, parseElixirRef))
  const otps = allowed(
    otpIndex.entries.flatMap((entry) => parsed(entry, parseOtp)),
    isStableOtp,
    readOtpWish,
    erlang,
  )
  const elixirs = allowed(all, isStableElixir, readElixirWish, elixir)
  const isBold = (erlang?.wishes.length ?? 0) > 0 && (elixir?.wishes.length ?? 0) > 0
  const pairs = elixirs.flatMap((its) =>
    otps.flatMap((otp) => {
      const { version } = its
      const built = all.flatMap((other) =>
        elixirLabel(other.version) === elixirLabel(version) ? (other.version.otp ?? []) : [],
      )
      const table = otpFor(version.version)
      const { major } = otp.version
      const with_ = version.otp ?? (built.length > 0 ? Number.NaN : (table?.min ?? 0))
      const isMade =
        built.includes(major) || (major >= (table?.min ?? 0) && major <= Math.max(table?.max ?? 0, ...built))
      const isRunnable = with_ <= major && (built.includes(major) || major >= (table?.min ?? 0))
      if (!isRunnable || !(isMade || isBold)) return []
      const isNamed = { otp: named(readOtpWish, otp.version, erlang), elixir: named(readElixirWish, version, elixir) }
      const faults = [
        !isMade,
        !isNamed.elixir && knownBad("elixir", version.version, { erlang: otp.version.text }) !== undefined,
        !isNamed.otp && knownBad("erlang", otp.version.text, { elixir: version.version }) !== undefined,
        its.sha256 === undefined,
        otp.sha256 === undefined,
      ].map(Number)
      return [{ otp, its, faults: faults.join(""), gap: version.otp === undefined ? 0 : major - version.otp }]
    }),
  )
  const [best] = pairs.sort(
    (a, b) =>
      Number(a.faults > b.faults) - Number(a.faults < b.faults) ||
      compareElixir(b.its.version, a.its.version) ||
      a.gap - b.gap ||
      compareOtp(b.otp.version, a.otp.version) ||
      (b.its.version.otp ?? 0) - (a.its.version.otp ?? 0) ||
      compareTexts(a.otp.ref, b.otp.ref),
  )
  return best === undefined ? "none" : `${best.otp.ref} ${best.its.ref}`
}

interface Parsed<Version> {
  readonly ref: string
  readonly sha256?: string | undefined
  readonly version: Version
}

function parsed<Version>(
  entry: { readonly ref: string; readonly sha256?: string },
  parse: (ref: string) => Version | undefined,
): readonly Parsed<Version>[] {
  const version = parse(entry.ref)
  return version === undefined ? [] : [{ ...entry, version }]
}

function allowed<Version>(
  builds: readonly Parsed<Version>[],
  isStable: (version: Version) => boolean,
  read: (text: string) => Wanted<Version> | undefined,
  { wishes: [wish], requirements }: VersionWishes = wishes([]),
): readonly Parsed<Version>[] {
  const required = requirements.flatMap(({ value }) => read(value) ?? [])
  const wanted = wish && read(wish.value)
  if (wanted === undefined) {
    const met = builds.filter(({ version }) => required.every((one) => one.allows(version)))
    const stable = met.filter(({ version }) => isStable(version))
    return stable.length > 0 || required.length === 0 ? stable : met
  }
  const exact = builds.filter(({ version }) => wanted.names(version))
  const wished = exact.length > 0 ? exact : builds.filter(({ version }) => wanted.allows(version))
  const both = wished.filter(({ version }) => required.every((one) => one.includes(version)))
  return both.length > 0 ? both : wished
}

function named<Version>(
  read: (text: string) => Wanted<Version> | undefined,
  version: Version,
  { wishes: [wish] }: VersionWishes = wishes([]),
): boolean {
  return wish !== undefined && read(wish.value)?.names(version) === true
}

const runs = { seed: 20_261_123, numRuns: 2000 }

const sha256 = "ab".repeat(32)
const digest = fc.boolean().map((has) => (has ? { sha256 } : {}))

const otpText = fc
  .tuple(fc.integer({ min: 24, max: 30 }), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }))
  .map(([major, rest]) => [major, ...rest].join("."))
const otpRef = fc.oneof(
  { weight: 8, arbitrary: otpText.map((text) => `OTP-${text}`) },
  otpText.map((text) => `OTP-${text}-rc1`),
  fc.constantFrom("maint-27", "maint-29", "maint", "master"),
)
const elixirText = fc
  .tuple(fc.integer({ min: 13, max: 22 }), fc.integer({ min: 0, max: 5 }))
  .map(([minor, patch]) => `1.${minor}.${patch}`)
const forOtp = fc.integer({ min: 23, max: 30 }).map((major) => `-otp-${major}`)
const elixirRef = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: elixirText.map((text) => `v${text}`) },
      elixirText.map((text) => `v${text}-rc.1`),
      fc.constantFrom("main", "v1.18"),
    ),
    fc.oneof({ weight: 6, arbitrary: forOtp }, fc.constant("")),
  )
  .map((parts) => parts.join(""))

const entries = (ref: fc.Arbitrary<string>, size: number) =>
  fc.uniqueArray(
    fc.tuple(ref, digest).map(([ref, known]) => ({ ref, ...known })),
    { minLength: 1, maxLength: size, selector: ({ ref }) => ref },
  )
const indexes = fc.record({ otp: entries(otpRef, 15), elixir: entries(elixirRef, 30) })

const otpWish = fc.oneof(
  otpText,
  fc.integer({ min: 24, max: 30 }).map(String),
  otpText.map((text) => `~> ${text}`),
  otpText.map((text) => `${text}-rc1`),
  fc.constantFrom("latest", "< 27.0", ">= 26 and < 29", "maint-27", "master", "latest:28"),
)
const elixirWish = fc.oneof(
  elixirText,
  fc.integer({ min: 13, max: 22 }).map((minor) => `1.${minor}`),
  elixirText.map((text) => `~> ${text}`),
  fc.tuple(elixirText, forOtp).map((parts) => parts.join("")),
  elixirText.map((text) => `${text}-rc.1`),
  fc.constantFrom(
    "latest",
    "~> 1.14",
    "~> 1.14 and < 1.18.0",
    "< 1.16.0 or >= 1.19.0",
    "main",
    "branch v1.18",
    "1-otp-27",
  ),
)
const elixirRequirement = fc.oneof(
  elixirText.map((text) => `~> ${text}`),
  fc.integer({ min: 13, max: 22 }).map((minor) => `~> 1.${minor}`),
  fc.constantFrom("< 1.18.0", ">= 1.16.0", "~> 1.15 or ~> 1.17.0", "~> 1.20.0-rc.1"),
)
const some = (text: fc.Arbitrary<string>) => fc.array(text, { maxLength: 2 })
const asked = fc.record({ erlang: some(otpWish), elixir: some(elixirWish), required: some(elixirRequirement) })

function choose(otp: BuildIndex["entries"], elixir: BuildIndex["entries"], beam: BeamWishes): string {
  return outcome(() => {
    const choice = chooseBeam({ source: "otp", entries: otp }, { source: "elixir", entries: elixir }, beam)
    return `${choice.erlang.ref} ${choice.elixir.ref}`
  })
}

const failures = ["version/unknown", "version/no-pair", "version/empty-index", "version/contradiction"]

it("chooses the pair that comes out best when all are weighed, and fails just when there is none", () => {
  fc.assert(
    fc.property(indexes, asked, ({ otp, elixir }, { erlang, elixir: wished, required }) => {
      const beam = { erlang: wishes(erlang), elixir: wishes(wished, required) }
      const expected = naive({ source: "otp", entries: otp }, { source: "elixir", entries: elixir }, beam)
      const chosen = choose(otp, elixir, beam)
      if (expected === "none") expect(failures).toContain(chosen)
      else expect(chosen).toBe(expected)
    }),
    { ...runs, numRuns: 5000 },
  )
})

it("chooses what the first wish allows, and heeds no weaker one", () => {
  fc.assert(
    fc.property(indexes, otpWish, elixirWish, asked, ({ otp, elixir }, first, second, weaker) => {
      const beam = {
        erlang: wishes([first, ...weaker.erlang]),
        elixir: wishes([second, ...weaker.elixir], weaker.required),
      }
      const chosen = choose(otp, elixir, beam)
      expect(chosen).toBe(choose(otp, elixir, { erlang: wishes([first]), elixir: wishes([second], weaker.required) }))
      if (failures.includes(chosen)) return
      const [otpRef = "", elixirRef = ""] = chosen.split(" ")
      expect(isAllowed(readOtpWish(first), parseOtp(otpRef))).toBe(true)
      expect(isAllowed(readElixirWish(second), parseElixirRef(elixirRef))).toBe(true)
    }),
    runs,
  )
})

function isAllowed<Version extends OtpVersion | ElixirRef>(
  wanted: Wanted<Version> | undefined,
  version: Version | undefined,
): boolean | undefined {
  return wanted && version && (wanted.names(version) || wanted.allows(version))
}

it("chooses the same, and says the same, whatever the order of the index", () => {
  const shuffled = indexes.chain(({ otp, elixir }) =>
    fc.record({
      otp: fc.constant(otp),
      elixir: fc.constant(elixir),
      otherOtp: fc.shuffledSubarray(otp, { minLength: otp.length }),
      otherElixir: fc.shuffledSubarray(elixir, { minLength: elixir.length }),
    }),
  )
  fc.assert(
    fc.property(shuffled, asked, ({ otp, elixir, otherOtp, otherElixir }, { erlang, elixir: wished, required }) => {
      const beam = { erlang: wishes(erlang), elixir: wishes(wished, required) }
      const told = (otps: BuildIndex["entries"], elixirs: BuildIndex["entries"]) =>
        outcome(() =>
          JSON.stringify(chooseBeam({ source: "otp", entries: otps }, { source: "elixir", entries: elixirs }, beam)),
        )
      expect(told(otherOtp, otherElixir)).toBe(told(otp, elixir))
    }),
    runs,
  )
})
