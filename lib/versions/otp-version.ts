import { compareTexts, numbersIn } from "./numbers.ts"
import { comparePoints, type VersionPoint } from "./version-point.ts"

/**
 * A version of Erlang/OTP. Not a semantic version: it has one to five numbers, and patches of patches are branches
 * (https://www.erlang.org/doc/system/versions.html).
 */
export interface OtpVersion {
  /** Without `OTP-`: `27.3.4`, `28.0-rc1`; of a branch its name. */
  readonly text: string
  /** Infinity for the branches of what comes next, `maint` and `master`. */
  readonly major: number
  readonly numbers: readonly number[]
  /** The number of the release candidate. */
  readonly candidate?: number
  /** The branch whose head it is. No index tells the version of one: it counts as newer than all releases of its line. */
  readonly branch?: string
}

const shape = /^(?:OTP-|v)?((\d{1,9}(?:\.\d{1,9}){0,4})(?:-rc\.?(\d{1,9}))?)$/
const branchShape = /^(?:maint(?:-(\d{1,9}))?|master)$/

/** Reads `27.3.4`, `v27.3.4`, `OTP-27.3.4`, `OTP-28.0-rc1` or the branches `maint-27`, `maint` and `master`; undefined for anything else. */
export function parseOtp(text: string): OtpVersion | undefined {
  const name = text.trim()
  if (branchShape.test(name)) return branchVersion(name)
  const [, version, digits, candidate] = shape.exec(name) ?? []
  if (version === undefined || digits === undefined) return undefined
  const numbers = numbersIn(digits)
  const known = { text: version, major: numbers[0] ?? 0, numbers }
  return candidate === undefined ? known : { ...known, candidate: Number(candidate) }
}

/** Orders OTP versions, oldest first; release candidates come before their release, branches after the releases of their line. */
export function compareOtp(left: OtpVersion, right: OtpVersion): number {
  const order = comparePoints(otpPoint(left), otpPoint(right))
  return order || compareTexts(left.branch ?? "", right.branch ?? "")
}

/** Whether it is neither a candidate nor a branch. */
export function isStableOtp({ candidate, branch }: OtpVersion): boolean {
  return candidate === undefined && branch === undefined
}

/** Where it stands among others. */
export function otpPoint({ numbers, candidate }: OtpVersion): VersionPoint {
  return { numbers, pre: candidate === undefined ? [] : ["rc", candidate] }
}

function branchVersion(branch: string): OtpVersion {
  const line = numbersIn(branch)
  const numbers = [...line, Number.POSITIVE_INFINITY]
  return { text: branch, major: numbers[0] ?? Number.POSITIVE_INFINITY, numbers, branch }
}
