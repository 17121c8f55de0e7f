import { compareOtp, type OtpVersion, otpPoint, parseOtp } from "./otp-version.ts"
import { readRangeWish, type WishReader } from "./range-wish.ts"
import { only, type Wanted } from "./wanted.ts"

const reader: WishReader<OtpVersion> = {
  dialect: { whole: 2, readPre: readCandidate },
  point: otpPoint,
  isBranch: (word) => parseOtp(word)?.branch !== undefined,
  readRef,
}

/**
 * Reads what is asked of Erlang/OTP: a version, how one begins, a range, `latest`, a branch. Undefined when it is none of
 * these.
 */
export function readOtpWish(text: string): Wanted<OtpVersion> | undefined {
  return readRangeWish(text.replaceAll(/(?<![\w.-])OTP-/g, ""), reader)
}

/** A branch or a tag. Tags have two numbers at least; digits alone are a commit. */
function readRef(ref: string): Wanted<OtpVersion> | undefined {
  const wanted = parseOtp(ref)
  if (wanted === undefined || (wanted.branch === undefined && wanted.numbers.length < 2)) return undefined
  return only(wanted.branch === undefined ? "version" : "ref", (version) => compareOtp(version, wanted) === 0)
}

/** `rc1`, as OTP has it, `rc.1`, and `rc` for all candidates. */
function readCandidate(text: string): readonly (number | string)[] | undefined {
  const [all, candidate] = /^rc(?:\.?(\d{1,9}))?$/.exec(text) ?? []
  if (all === undefined) return undefined
  return candidate === undefined ? ["rc"] : ["rc", Number(candidate)]
}
