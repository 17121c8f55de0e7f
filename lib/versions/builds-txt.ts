/** One build in an index. */
interface BuildEntry {
  /** `OTP-27.3.4`, `maint-27`, `v1.18.4-otp-27`, `main`. */
  readonly ref: string
  /** Absent in lines written before 2024-09. */
  readonly sha256?: string
}

/** The builds that one index lists. */
export interface BuildIndex {
  /** Where it was read, for messages. */
  readonly source: string
  readonly entries: readonly BuildEntry[]
}

/** Reads a `builds.txt` of builds.hex.pm: lines of `REF COMMIT DATE [SHA256]`, some blank, some with trailing spaces. */
export function parseBuildsTxt(text: string, source: string): BuildIndex {
  const entries = text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([ref, , , digest]): readonly BuildEntry[] => {
      if (!ref) return []
      return digest !== undefined && /^[0-9a-f]{64}$/i.test(digest)
        ? [{ ref, sha256: digest.toLowerCase() }]
        : [{ ref }]
    })
  return { source, entries }
}
