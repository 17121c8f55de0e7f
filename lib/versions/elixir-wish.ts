import { type ElixirRef, elixirPoint, parseElixirRef, readPre, splitOtp } from "./elixir-ref.ts"
import { readRangeWish, type WishReader } from "./range-wish.ts"
import { narrow, only, type Wanted } from "./wanted.ts"

const reader: WishReader<ElixirRef> = {
  dialect: { whole: 3, readPre },
  point: ({ version }) => elixirPoint(version),
  // A branch is called `v1.18` too, but nobody who writes that means it.
  isBranch: (word) => /^(?:main|master)$/.test(word),
  readRef,
}

/**
 * Reads what is asked of Elixir: a version, how one begins, a requirement, a range, `latest`, a branch, each with or
 * without the OTP it is for. Undefined when it is none of these.
 */
export function readElixirWish(text: string): Wanted<ElixirRef> | undefined {
  const { rest, otp } = splitOtp(text.trim())
  const wanted = readRangeWish(rest, reader)
  return wanted === undefined || otp === undefined ? wanted : narrow(wanted, (ref) => ref.otp === otp)
}

/** A branch or a tag; a commit is neither. */
function readRef(text: string): Wanted<ElixirRef> | undefined {
  const wanted = parseElixirRef(text)
  const kind = wanted?.branch === undefined ? "version" : "ref"
  return wanted && only(kind, ({ version, branch }) => version === wanted.version && branch === wanted.branch)
}
