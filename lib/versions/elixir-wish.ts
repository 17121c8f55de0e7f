import { type ElixirRef, parseElixirRef, splitOtp } from "./elixir-ref.ts"
import { parseRange, type VersionDialect } from "./range-text.ts"
import type { VersionPoint } from "./version-point.ts"
import { allows, includes, names } from "./version-range.ts"
import { only, type Wanted } from "./wanted.ts"
import { readWishText } from "./wish-text.ts"

const dialect: VersionDialect = { whole: 3, readPre }

/**
 * Reads what is asked of Elixir: a version, how one begins, a requirement, a range, `latest`, a branch, each with or
 * without the OTP it is for. Undefined when it is none of these.
 */
export function readElixirWish(text: string): Wanted<ElixirRef> | undefined {
  const { rest, otp } = splitOtp(text.trim())
  const wanted = readVersions(rest)
  if (wanted === undefined || otp === undefined) return wanted
  const isForIt = (ref: ElixirRef) => ref.otp === otp
  return {
    allows: (ref) => isForIt(ref) && wanted.allows(ref),
    names: (ref) => isForIt(ref) && wanted.names(ref),
    includes: (ref) => isForIt(ref) && wanted.includes(ref),
  }
}

function readVersions(text: string): Wanted<ElixirRef> | undefined {
  const wish = readWishText(text)
  if (wish.kind === "ref") return readRef(wish.ref)
  // A branch is called `v1.18` too, but nobody who writes that means it.
  if (/^(?:main|master)$/.test(wish.of)) return readRef(wish.of)

  const range = parseRange(wish.of, dialect)
  if (range === undefined) return undefined
  const isRelease = ({ branch }: ElixirRef) => branch === undefined
  return {
    allows: (ref) => isRelease(ref) && allows(range, elixirPoint(ref)),
    names: (ref) => wish.kind === "versions" && isRelease(ref) && names(range, elixirPoint(ref)),
    includes: (ref) => includes(range, elixirPoint(ref)),
  }
}

/** A branch or a tag; a commit is neither. */
function readRef(text: string): Wanted<ElixirRef> | undefined {
  const wanted = parseElixirRef(text)
  return wanted && only(({ version, branch }) => version === wanted.version && branch === wanted.branch)
}

function elixirPoint({ version }: ElixirRef): VersionPoint {
  const [, numbers = "", pre = ""] = /^([\d.]+)(?:-(.+))?$/.exec(version) ?? []
  return { numbers: numbers.split(".").map(Number), pre: readPre(pre) ?? [] }
}

/** As semantic versions have it (https://semver.org/#spec-item-9), but for the OTP that stands in the same place. */
function readPre(text: string): readonly (number | string)[] | undefined {
  if (!/^(?!otp)[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/.test(text)) return undefined
  return text.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
