/** One build in a `builds.txt`. */
export interface Build {
  /** `OTP-27.3.4`, `v1.18.4-otp-27`. */
  readonly ref: string
  readonly date: Date
  readonly sha256: string
}

// The column of the git commit, for builds that were not made from a checkout.
const NO_COMMIT = "0".repeat(40)

/** A build as its line in `builds.txt`: ref, commit, time in UTC, sha256. */
export function buildLine(build: Build): string {
  const time = `${build.date.toISOString().slice(0, 19)}Z`
  return `${build.ref} ${NO_COMMIT} ${time} ${build.sha256}`
}

/** A `builds.txt` with `lines` added; a line replaces an older one of the same ref. In byte order, as upstream's. */
export function mergeBuilds(text: string, lines: readonly string[]): string {
  const byRef = new Map<string, string>()
  for (const line of [...text.split("\n"), ...lines]) {
    const [ref] = line.trim().split(/\s+/)
    if (ref) byRef.set(ref, line.trim())
  }
  return [...byRef.values()]
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((line) => `${line}\n`)
    .join("")
}
