import { parseRange, type VersionDialect } from "./range-text.ts"
import type { VersionPoint } from "./version-point.ts"
import { allows, includes, kindOf, names } from "./version-range.ts"
import type { Wanted } from "./wanted.ts"
import { readWishText } from "./wish-text.ts"

/** How wishes for one runtime are read. */
export interface WishReader<Version> {
  readonly dialect: VersionDialect
  /** Where a version stands among others. */
  point(version: Version): VersionPoint
  /** Whether a bare word is a branch. */
  isBranch(word: string): boolean
  /** Reads the name of a branch or a tag; undefined for anything else, such as a commit. */
  readRef(name: string): Wanted<Version> | undefined
}

/** Reads a version, how one begins, a range, `latest` and a branch. Undefined when it is none of these. */
export function readRangeWish<Version extends { readonly branch?: string }>(
  text: string,
  { dialect, point, isBranch, readRef }: WishReader<Version>,
): Wanted<Version> | undefined {
  const wish = readWishText(text)
  if (wish.kind === "ref" || isBranch(wish.of)) return readRef(wish.of)
  const range = parseRange(wish.of, dialect)
  if (range === undefined) return undefined
  const isNewest = wish.kind === "newest"
  const isRelease = ({ branch }: Version) => branch === undefined
  return {
    kind: isNewest ? "family" : kindOf(range),
    allows: (version) => isRelease(version) && allows(range, point(version)),
    names: (version) => !isNewest && isRelease(version) && names(range, point(version)),
    includes: (version) => includes(range, point(version)),
  }
}
