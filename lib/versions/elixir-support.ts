import { otpFor } from "./compatibility.ts"
import { type ElixirRef, elixirLabel } from "./elixir-ref.ts"

/** An Elixir is too old for an OTP when that is newer than all that anybody says it runs on. */
type Fit = "made for it" | "too old"

/** Answers for one index of Elixir. */
export interface Fits {
  /** Whether a build runs on an OTP major; undefined when it does not. */
  fitOf(elixir: ElixirRef, major: number): Fit | undefined
}

/**
 * How Elixirs fit OTPs. A build that is compiled with OTP M runs on M and what is newer, as far as Elixir's own table says,
 * or the builds of the same version show.
 */
export function fitsOf(builds: readonly { readonly version: ElixirRef }[]): Fits {
  const versions = Map.groupBy(builds, ({ version }) => elixirLabel(version))
  const ranges = new Map<string, Range>()
  const rangeOf = (label: string): Range => {
    const range = ranges.get(label) ?? readRange(versions.get(label)?.map(({ version }) => version) ?? [])
    ranges.set(label, range)
    return range
  }
  return {
    fitOf: (elixir, major) => {
      const { majors, min, max } = rangeOf(elixirLabel(elixir))
      // A build that names no OTP is for the oldest. It counts only for versions, all very old, that have no others.
      if (elixir.otp === undefined && majors.length > 0) return undefined
      if ((elixir.otp ?? min) > major) return undefined
      if (majors.includes(major)) return "made for it"
      if (major < min) return undefined
      return major <= max ? "made for it" : "too old"
    },
  }
}

interface Range {
  readonly majors: readonly number[]
  readonly min: number
  readonly max: number
}

function readRange(builds: readonly ElixirRef[]): Range {
  const [first] = builds
  const table = first && otpFor(first.version)
  const majors = [...new Set(builds.flatMap(({ otp }) => otp ?? []))].sort((a, b) => a - b)
  return { majors, min: table?.min ?? 0, max: Math.max(table?.max ?? 0, ...majors) }
}
