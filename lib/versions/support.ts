import type { RuntimeName } from "../core/runtime.ts"
import { hasEnded } from "../core/version-list.ts"
import data from "./data/support.json" with { type: "json" }
import { compareNumbers, numbersIn } from "./numbers.ts"

/** When a line gets its last security fixes. */
export interface SupportEnd {
  /** The last day, as `2026-04-30`. It may lie ahead. */
  readonly date: string
}

interface SupportRow {
  /** `27`, `1.18`. */
  readonly line: string
  /** Absent as long as nobody has set a day. */
  readonly end?: string | undefined
}

/** Oldest first. */
const rows: Readonly<Partial<Record<RuntimeName, readonly SupportRow[]>>> = data.rows

/**
 * The end of support of a version's line; undefined when no day is set yet, or the line is newer than what we know. What
 * is older than all lines that we know ended with the oldest of them.
 */
export function supportEnd(name: RuntimeName, version: string): SupportEnd | undefined {
  const numbers = numbersIn(lineOf(name, version))
  const [oldest] = rows[name] ?? []
  if (oldest === undefined || numbers.length === 0) return undefined
  const isOlder = compareNumbers(numbers, numbersIn(oldest.line)) < 0
  const row = isOlder ? oldest : rows[name]?.find(({ line }) => compareNumbers(numbers, numbersIn(line)) === 0)
  return row?.end === undefined ? undefined : { date: row.end }
}

/** The line of a version: `27` for Erlang/OTP 27.3.4, `1.18` for Elixir 1.18.4. */
export function lineOf(name: RuntimeName, version: string): string {
  return numbersIn(version)
    .slice(0, name === "elixir" ? 2 : 1)
    .join(".")
}

/** The lines with support on this day, as a sentence has them: `1.16 and later`, `22, 24 and 26`; undefined without any. */
export function supportedLines(name: RuntimeName, today: Date): string | undefined {
  const all = rows[name] ?? []
  const supported = all.filter(({ end }) => end === undefined || !hasEnded(end, today))
  const lines = supported.map(({ line }) => line)
  const [first] = lines
  if (first === undefined) return undefined
  if (lines.length === 1) return first
  const isTail = all.slice(-lines.length).every((row) => supported.includes(row))
  return isTail ? `${first} and later` : `${lines.slice(0, -1).join(", ")} and ${lines.at(-1)}`
}
