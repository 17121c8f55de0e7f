import type { ReadList } from "./remembered-list.ts"

/** One build in an index. */
interface BuildEntry {
  /** `OTP-27.3.4`, `maint-27`, `v1.18.4-otp-27`, `main`. */
  readonly ref: string
  /** Absent in lines written before 2024-09, which end before it. */
  readonly sha256?: string
}

/** The builds that one index lists. */
export interface BuildIndex extends ReadList {
  readonly entries: readonly BuildEntry[]
}

/**
 * Reads a `builds.txt` of builds.hex.pm: lines of `REF COMMIT DATE [SHA256]`, some blank, some with trailing spaces. A line
 * with something else in the digest's place is damaged, and lists nothing: what it names could be any file.
 */
export function parseBuildsTxt(text: string, source: string, rememberedAt?: number): BuildIndex {
  const entries = text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([ref, , , digest]): readonly BuildEntry[] => {
      if (!ref) return []
      if (digest === undefined) return [{ ref }]
      return /^[0-9a-f]{64}$/i.test(digest) ? [{ ref, sha256: digest.toLowerCase() }] : []
    })
  return { source, rememberedAt, entries }
}

/** The name that builds.hex.pm gives to the build at a path: `OTP-27.3.4`, `v1.18.4-otp-27`. */
export function buildRef(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/(\.tar\.gz|\.zip)$/, "")
}
