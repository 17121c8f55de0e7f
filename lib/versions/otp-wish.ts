import { compareOtp, type OtpVersion, otpPoint, parseOtp } from "./otp.ts"
import { parseRange, type VersionDialect } from "./range-text.ts"
import { allows, includes, names } from "./version-range.ts"
import { only, type Wanted } from "./wanted.ts"
import { readWishText } from "./wish-text.ts"

const dialect: VersionDialect = { whole: 2, readPre: readCandidate }

/**
 * Reads what is asked of Erlang/OTP: a version, how one begins, a range, `latest`, a branch. Undefined when it is none of
 * these.
 */
export function readOtpWish(text: string): Wanted<OtpVersion> | undefined {
  const wish = readWishText(text)
  if (wish.kind === "ref") return readRef(wish.ref)
  if (parseOtp(wish.of)?.branch !== undefined) return readRef(wish.of)

  const range = parseRange(wish.of.replaceAll(/(?<![\w.-])OTP-/g, ""), dialect)
  if (range === undefined) return undefined
  const isRelease = ({ branch }: OtpVersion) => branch === undefined
  return {
    allows: (version) => isRelease(version) && allows(range, otpPoint(version)),
    names: (version) => wish.kind === "versions" && isRelease(version) && names(range, otpPoint(version)),
    includes: (version) => includes(range, otpPoint(version)),
  }
}

/** A branch or a tag. Tags have two numbers at least; digits alone are a commit. */
function readRef(ref: string): Wanted<OtpVersion> | undefined {
  const wanted = parseOtp(ref)
  if (wanted === undefined || (wanted.branch === undefined && wanted.numbers.length < 2)) return undefined
  return only((version) => compareOtp(version, wanted) === 0)
}

/** `rc1`, as OTP has it, `rc.1`, and `rc` for all candidates. */
function readCandidate(text: string): readonly (number | string)[] | undefined {
  const [all, candidate] = /^rc(?:\.?(\d{1,9}))?$/.exec(text) ?? []
  if (all === undefined) return undefined
  return candidate === undefined ? ["rc"] : ["rc", Number(candidate)]
}
