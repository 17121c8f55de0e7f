import type { InstallRow } from "../versions/hex-index.ts"

/**
 * A list with `rows` added; a row replaces an older one for the same version, Elixir and OTP. Sorted so that the rule
 * of Mix, the last row that fits, finds the newest.
 */
export function mergeInstalls(text: string, rows: readonly InstallRow[]): string {
  const byKey = new Map<string, string>()
  for (const line of [...text.split("\n"), ...rows.map(renderRow)]) {
    const row = line.trim()
    if (row !== "") byKey.set(keyOf(row), row)
  }
  return [...byKey]
    .sort(([a], [b]) => numerically.compare(a, b))
    .map(([, row]) => `${row}\n`)
    .join("")
}

const numerically = new Intl.Collator("en", { numeric: true })

function renderRow({ version, sha512, elixir, otp }: InstallRow): string {
  return [version, sha512, elixir, ...(otp === undefined ? [] : [otp])].join(",")
}

function keyOf(row: string): string {
  const [version, , ...fits] = row.split(",")
  return [version, ...fits].join(",")
}
