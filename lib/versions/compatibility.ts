import data from "./data/compatibility.json" with { type: "json" }
import { compareNumbers, numbersIn } from "./numbers.ts"

/** The OTP majors that an Elixir supports, both ends included. */
export interface OtpRange {
  readonly min: number
  readonly max: number
}

/**
 * What Elixir's own table says of `1.18.4`, `1.20.0-rc.1` or the branch `v1.18`; undefined for a line that it does not
 * know. A row holds from its patch release on, until the next row or the end of its line.
 */
export function otpFor(elixir: string): OtpRange | undefined {
  const [major, minor, patch = Number.POSITIVE_INFINITY] = numbersIn(elixir)
  if (major === undefined || minor === undefined) return undefined
  const row = data.rows.findLast((row) => {
    const from = numbersIn(row.elixir)
    return from[0] === major && from[1] === minor && compareNumbers(from, [major, minor, patch]) <= 0
  })
  return row === undefined ? undefined : { min: row.min, max: row.max }
}
