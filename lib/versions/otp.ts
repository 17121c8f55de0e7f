import { compareNumbers, numbersIn } from "./numbers.ts"

/**
 * A version of Erlang/OTP. Not a semantic version: it has one to five numbers, and patches of patches are branches
 * (https://www.erlang.org/doc/system/versions.html).
 */
export interface OtpVersion {
  /** Without `OTP-`: `27.3.4`, `28.0-rc1`. */
  readonly text: string
  readonly major: number
  readonly numbers: readonly number[]
  /** The number of the release candidate. */
  readonly candidate?: number
}

const shape = /^(?:OTP-|v)?((\d+(?:\.\d+){0,4})(?:-rc\.?(\d+))?)$/

/** Reads `27.3.4`, `v27.3.4`, `OTP-27.3.4` or `OTP-28.0-rc1`; undefined for anything else, such as the branch `maint-27`. */
export function parseOtp(text: string): OtpVersion | undefined {
  const [, version, digits, candidate] = shape.exec(text.trim()) ?? []
  if (version === undefined || digits === undefined) return undefined
  const numbers = numbersIn(digits)
  const known = { text: version, major: numbers[0] ?? 0, numbers }
  return candidate === undefined ? known : { ...known, candidate: Number(candidate) }
}

/** Orders OTP versions, oldest first; release candidates come before their release. */
export function compareOtp(left: OtpVersion, right: OtpVersion): number {
  const byNumbers = compareNumbers(left.numbers, right.numbers)
  if (byNumbers !== 0) return byNumbers
  // Subtracting infinities gives NaN, so equal releases are told apart first.
  if (left.candidate === right.candidate) return 0
  return (left.candidate ?? Number.POSITIVE_INFINITY) - (right.candidate ?? Number.POSITIVE_INFINITY)
}
