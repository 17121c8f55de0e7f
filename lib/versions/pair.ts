import compare from "semver/functions/compare.js"
import type { Setting } from "../core/setting.ts"
import type { Build } from "./candidates.ts"
import type { ElixirRef } from "./elixir-ref.ts"
import { compareOtp, type OtpVersion } from "./otp.ts"

/** What is pinned of the two that have to fit each other. */
export interface BeamPins {
  readonly erlang?: Setting<string> | undefined
  readonly elixir?: Setting<string> | undefined
}

/** An Elixir and the Erlang/OTP that it is to run on. */
export interface Pair {
  readonly otp: Build<OtpVersion>
  readonly elixir: Build<ElixirRef>
  /** How many majors the OTP is ahead of the one that Elixir was compiled with. */
  readonly gap: number
}

/**
 * The best of all pairs that fit. An Elixir compiled with OTP M runs on OTP N when M <= N. The smallest gap comes first,
 * then the newest Elixir, then the newest OTP. A gap is taken only for an OTP that is pinned: who leaves the choice to us
 * gets the major that Elixir was compiled with.
 */
export function bestPair(
  otps: readonly Build<OtpVersion>[],
  elixirs: readonly Build<ElixirRef>[],
  options: { readonly otpIsPinned: boolean },
): Pair | undefined {
  const pairs = elixirs.flatMap((elixir) =>
    newestOfEachMajor(otps).flatMap((otp): readonly Pair[] => {
      const gap = gapBetween(otp.version.major, elixir, elixirs)
      return gap === 0 || (gap > 0 && options.otpIsPinned) ? [{ otp, elixir, gap }] : []
    }),
  )
  return pairs.toSorted(comparePairs)[0]
}

/** Best first. */
function comparePairs(left: Pair, right: Pair): number {
  if (left.gap !== right.gap) return left.gap - right.gap
  return (
    compare(right.elixir.version.version, left.elixir.version.version) ||
    compareOtp(right.otp.version, left.otp.version)
  )
}

/**
 * A plain build says nothing about its OTP. It is the last resort: only for versions, all of them very old, that have no
 * build with an OTP in its name.
 */
function gapBetween(major: number, elixir: Build<ElixirRef>, all: readonly Build<ElixirRef>[]): number {
  const { version, otp } = elixir.version
  if (otp !== undefined) return major - otp
  const hasBetter = all.some((other) => other.version.version === version && other.version.otp !== undefined)
  return hasBetter ? -1 : Number.POSITIVE_INFINITY
}

function newestOfEachMajor(otps: readonly Build<OtpVersion>[]): readonly Build<OtpVersion>[] {
  const newest = new Map<number, Build<OtpVersion>>()
  for (const build of otps) {
    const known = newest.get(build.version.major)
    if (known === undefined || compareOtp(build.version, known.version) > 0) newest.set(build.version.major, build)
  }
  return [...newest.values()]
}
