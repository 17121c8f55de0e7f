import type { Build } from "./candidates.ts"
import { compareElixir, type ElixirRef, elixirLabel } from "./elixir-ref.ts"
import type { Fits } from "./elixir-support.ts"
import { compareFaults, type Fault, faultsOf } from "./fault.ts"
import { knownBad } from "./known-bad.ts"
import { compareTexts } from "./numbers.ts"
import { compareOtp, type OtpVersion } from "./otp-version.ts"

/** What one has to know to weigh a pair, besides the two. */
export interface PairRules {
  readonly fits: Fits
  /** Whether Elixir may be too old for the OTP: only when both are asked for. */
  readonly mayBeTooOld: boolean
  /** Whether just this version is asked for, with all its defects. */
  isNamedOtp(version: OtpVersion): boolean
  isNamedElixir(version: ElixirRef): boolean
}

/** An Elixir and the Erlang/OTP that it is to run on. */
export interface Pair {
  readonly otp: Build<OtpVersion>
  readonly elixir: Build<ElixirRef>
  readonly faults: readonly Fault[]
  /** How many majors the OTP is ahead of the one that Elixir was compiled with. */
  readonly gap: number
}

/** What there is of each OTP major: builds with a digest first, then the newest. */
export type OtpMajors = ReadonlyMap<number, readonly Build<OtpVersion>[]>

/** Builds of OTP by their majors. */
export function otpMajors(otps: readonly Build<OtpVersion>[]): OtpMajors {
  const sorted = otps.toSorted(
    (a, b) =>
      Number(a.sha256 === undefined) - Number(b.sha256 === undefined) ||
      compareOtp(b.version, a.version) ||
      compareTexts(a.ref, b.ref),
  )
  return Map.groupBy(sorted, ({ version }) => version.major)
}

/** What there is of each Elixir, by its label, newest first. */
export type ElixirVersions = ReadonlyMap<string, readonly Build<ElixirRef>[]>

/** Builds of Elixir by their versions. */
export function elixirVersions(elixirs: readonly Build<ElixirRef>[]): ElixirVersions {
  const versions = Map.groupBy(elixirs, ({ version }) => elixirLabel(version))
  const first = (builds: readonly Build<ElixirRef>[]): ElixirRef => builds[0]?.version ?? { version: "0.0.0" }
  return new Map([...versions].sort(([, a], [, b]) => compareElixir(first(b), first(a))))
}

/**
 * The best of all pairs that fit: with the least faults, then the newest Elixir, then the OTP major that it was compiled
 * with or the nearest, then the newest OTP.
 */
export function bestPair(otps: OtpMajors, elixirs: ElixirVersions, rules: PairRules): Pair | undefined {
  let best: Pair | undefined
  for (const builds of elixirs.values()) {
    const [pair] = [...otps].flatMap(([major, same]) => pairsOf(builds, major, same, rules)).sort(comparePairs)
    // Older ones have to be better.
    if (pair !== undefined && (best === undefined || compareFaults(pair.faults, best.faults) < 0)) best = pair
    if (best?.faults.length === 0) return best
  }
  return best
}

/** The pairs of one Elixir with OTPs of one major, without those that are no better for any reason. */
function pairsOf(
  builds: readonly Build<ElixirRef>[],
  major: number,
  otps: readonly Build<OtpVersion>[],
  rules: PairRules,
): readonly Pair[] {
  const fitting = builds.flatMap((elixir) => {
    const fit = rules.fits.fitOf(elixir.version, major)
    return fit === undefined || (fit === "too old" && !rules.mayBeTooOld) ? [] : [{ elixir, fit }]
  })
  const [first] = fitting
  if (first === undefined) return []
  const pairs: Pair[] = []
  for (const otp of otps) {
    const isBadElixir = !rules.isNamedElixir(first.elixir.version) && elixirDefect(first.elixir, otp) !== undefined
    const isBadOtp = !rules.isNamedOtp(otp.version) && otpDefect(first.elixir, otp) !== undefined
    for (const { elixir, fit } of fitting) {
      const faults = faultsOf({
        "too old": fit === "too old",
        "bad Elixir": isBadElixir,
        "bad OTP": isBadOtp,
        "Elixir without digest": elixir.sha256 === undefined,
        "OTP without digest": otp.sha256 === undefined,
      })
      const gap = major - (elixir.version.otp ?? major)
      pairs.push({ otp, elixir, faults, gap })
    }
    if (!isBadElixir && !isBadOtp) break
  }
  return pairs
}

/** Why an OTP is bad for an Elixir. */
export function otpDefect({ version: { version } }: Build<ElixirRef>, otp: Build<OtpVersion>): string | undefined {
  return knownBad("erlang", otp.version.text, { elixir: version })?.why
}

/** Why an Elixir is bad on an OTP. */
export function elixirDefect({ version: { version } }: Build<ElixirRef>, otp: Build<OtpVersion>): string | undefined {
  return knownBad("elixir", version, { erlang: otp.version.text })?.why
}

/** Of two pairs with the same Elixir, the best first. */
function comparePairs(left: Pair, right: Pair): number {
  return (
    compareFaults(left.faults, right.faults) ||
    compareGaps(left.gap, right.gap) ||
    compareOtp(right.otp.version, left.otp.version) ||
    (right.elixir.version.otp ?? 0) - (left.elixir.version.otp ?? 0) ||
    compareTexts(left.otp.ref, right.otp.ref)
  )
}

/** Told apart before they are subtracted: a branch such as master is endlessly far ahead. */
function compareGaps(left: number, right: number): number {
  return left === right ? 0 : left - right
}
