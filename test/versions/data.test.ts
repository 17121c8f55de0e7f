import { describe, expect, it } from "vitest"
import { z } from "zod"
import compatibility from "../../lib/versions/data/compatibility.json" with { type: "json" }
import knownBadData from "../../lib/versions/data/known-bad.json" with { type: "json" }
import support from "../../lib/versions/data/support.json" with { type: "json" }
import { knownBad } from "../../lib/versions/known-bad.ts"
import { compareNumbers, numbersIn } from "../../lib/versions/numbers.ts"

const source = z.url({ protocol: /^https$/ })
const checked = z.iso.date()
const version = z.string().regex(/^\d+(\.\d+)+$/)
const range = z.strictObject({ from: version, before: version.optional() })

function isAscending(versions: readonly string[]): boolean {
  return versions.every(
    (text, at) => at === 0 || compareNumbers(numbersIn(versions[at - 1] ?? ""), numbersIn(text)) < 0,
  )
}

describe("compatibility.json", () => {
  it("has rows of one shape", () => {
    const row = z.strictObject({ elixir: version, min: z.int(), max: z.int(), source })
    z.strictObject({ checked, rows: z.array(row).nonempty() }).parse(compatibility)
  })

  it("goes from 1.0.0 upwards, and leaves out no line", () => {
    const versions = compatibility.rows.map(({ elixir }) => elixir)
    const starts = versions.filter((elixir) => elixir.endsWith(".0"))
    expect(isAscending(versions)).toBe(true)
    expect(starts).toEqual(starts.map((_, minor) => `1.${minor}.0`))
  })

  it("never takes an OTP back within a line, nor goes back to an older one", () => {
    const wrong = compatibility.rows.filter(({ elixir, min, max }, at) => {
      const last = compatibility.rows[at - 1]
      if (min > max) return true
      if (last === undefined) return false
      return elixir.endsWith(".0") ? min < last.min : min !== last.min || max <= last.max
    })
    expect(wrong).toEqual([])
  })
})

describe("support.json", () => {
  const withEnd = z.strictObject({ line: z.string().regex(/^(1\.)?\d+$/), end: z.iso.date(), source })
  const withoutEnd = withEnd.omit({ end: true })

  it("has rows of one shape; only Elixir's lines may have no day", () => {
    const rows = {
      erlang: z.array(withEnd).nonempty(),
      elixir: z.array(z.union([withEnd, withoutEnd])).nonempty(),
      node: z.array(withEnd).nonempty(),
    }
    z.strictObject({ checked, rows: z.strictObject(rows) }).parse(support)
  })

  it.each(["erlang", "node"] as const)("leaves out no major of %s", (name) => {
    const lines = support.rows[name].map(({ line }) => Number(line))
    expect(lines).toEqual(lines.map((_, at) => (lines[0] ?? 0) + at))
  })

  it("leaves out no line of Elixir, and only the last five have no day", () => {
    const { elixir } = support.rows
    expect(elixir.map(({ line }) => line)).toEqual(elixir.map((_, minor) => `1.${minor}`))
    const ends = elixir.flatMap((row) => ("end" in row ? [row.end] : []))
    expect(elixir.slice(0, -5).every((row) => "end" in row)).toBe(true)
    expect(ends).toHaveLength(elixir.length - 5)
    expect(ends).toEqual(ends.toSorted())
  })

  it("knows the lines of Elixir that the table of compatibility knows", () => {
    const minors = compatibility.rows.map(({ elixir }) => elixir.split(".").slice(0, 2).join("."))
    expect(support.rows.elixir.map(({ line }) => line)).toEqual([...new Set(minors)])
  })
})

describe("known-bad.json", () => {
  const names = ["erlang", "elixir", "hex", "node"] as const
  const rows = names.flatMap((name) => knownBadData.rows[name].map((row) => ({ name, ...row })))

  it("has rows of one shape", () => {
    const why = z.string().regex(/^[^.\n][^\n]*[^.\n]$/)
    const host = z.strictObject({ erlang: range, elixir: range }).partial()
    const row = range.extend({ before: version, why, take: version, source, with: host.optional() })
    const rows = Object.fromEntries(names.map((name) => [name, z.array(row).nonempty()]))
    z.strictObject({ checked, rows: z.strictObject(rows) }).parse(knownBadData)
  })

  it.each(names)("has the rows of %s in order, none of them reaching into the next", (name) => {
    const bounds = knownBadData.rows[name].flatMap(({ from, before }) => [from, before])
    const apart = bounds.filter((bound, at) => bound !== bounds[at - 1])
    expect(isAscending(apart)).toBe(true)
  })

  it.each(rows)("means a version by $name $from to $before, and takes one of the same line that is well", (row) => {
    const host = { erlang: "28.0", elixir: "1.19.0" }
    expect(knownBad(row.name, row.from, host)).toMatchObject({ why: row.why, source: row.source })
    expect(knownBad(row.name, row.before, host)?.why).not.toBe(row.why)
    expect(knownBad(row.name, row.take, host)).toBeUndefined()
    expect(numbersIn(row.take)[0]).toBe(numbersIn(row.from)[0])
    expect(compareNumbers(numbersIn(row.take), numbersIn(row.before))).toBeGreaterThanOrEqual(0)
  })
})
