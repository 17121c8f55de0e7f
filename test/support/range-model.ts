import fc from "fast-check"

/** A version in the plainest form: numbers, and the number of its release candidate. */
export interface PlainVersion {
  readonly numbers: readonly number[]
  readonly candidate?: number | undefined
}

/** One comparator in the plainest form; `open` is how it ends, in `.x` or `.*` or not at all. */
export interface PlainComparator extends PlainVersion {
  readonly operator: (typeof operators)[number]
  readonly open: "" | ".x" | ".*"
}

const operators = ["", "=", "==", "!=", ">", ">=", "<", "<=", "~>", "~", "^"] as const

/** Texts that order as versions do: numbers of one width, and a sign after them that tells candidates from their release. */
export function key({ numbers, candidate }: PlainVersion): string {
  return `${digits(numbers)}${candidate === undefined ? "~" : `!${pad(candidate)}`}`
}

/** Whether a comparator holds, by the two ends of what it stands for. `whole`: how many numbers a version has at least. */
export function holds(version: PlainVersion, wanted: PlainComparator, whole: number): boolean {
  const { numbers, open, candidate, operator } = wanted
  const at = key(version)
  const from = key(wanted)
  const count = numbers.length
  const isFamily = open !== "" || (count < whole && candidate === undefined)
  switch (operator) {
    case "":
      return candidate === undefined ? at >= from && at < end(numbers, count) : at === from
    case "=":
    case "==":
      return isFamily ? at >= from && at < end(numbers, count) : at === from
    case "!=":
      return !holds(version, { ...wanted, operator: "==" }, whole)
    case ">":
      return isFamily ? at >= end(numbers, count) : at > from
    case ">=":
      return at >= from
    case "<":
      return at < from
    case "<=":
      return isFamily ? at < end(numbers, count) : at <= from
    case "~>":
      return at >= from && at < end(numbers, open === "" && count > 1 ? count - 1 : count)
    case "~":
      return at >= from && at < end(numbers, Math.min(count, 2))
    case "^":
      return at >= from && at < end(numbers, numbers.some(Boolean) ? numbers.findIndex(Boolean) + 1 : count)
  }
}

/** Before all versions whose first numbers are greater, candidates of them too. */
function end(numbers: readonly number[], count: number): string {
  return digits(numbers.slice(0, count).map((number, index) => (index === count - 1 ? number + 1 : number)))
}

function digits(numbers: readonly number[]): string {
  return [0, 1, 2, 3, 4].map((index) => pad(numbers[index] ?? 0)).join(".")
}

function pad(number: number): string {
  return String(number).padStart(4, "0")
}

/** Versions so small that ranges meet them often. */
export function plainVersions(counts: { readonly least: number; readonly most: number }): fc.Arbitrary<PlainVersion> {
  return fc.record({
    numbers: fc.array(fc.nat(2), { minLength: counts.least, maxLength: counts.most }),
    candidate: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined, freq: 2 }),
  })
}

/** Comparators with up to so many numbers. */
function plainComparators(most: number): fc.Arbitrary<PlainComparator> {
  const open = fc.oneof(
    { weight: 3, arbitrary: fc.constant("" as const) },
    fc.constantFrom(".x" as const, ".*" as const),
  )
  return fc
    .record({ version: plainVersions({ least: 1, most }), operator: fc.constantFrom(...operators), open })
    .map(({ version, operator, open }) => ({
      ...version,
      operator,
      open: version.candidate === undefined ? open : "",
    }))
}

/** Groups of comparators, and how the text between them is written. */
export function plainRanges(most: number): fc.Arbitrary<{
  readonly groups: readonly (readonly PlainComparator[])[]
  readonly and: string
  readonly or: string
  readonly gap: string
}> {
  return fc.record({
    groups: fc.array(fc.array(plainComparators(most), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    and: fc.constantFrom(" and ", ", ", ",", "  and  ", " "),
    or: fc.constantFrom(" or ", " || ", "||"),
    gap: fc.constantFrom("", " ", "  "),
  })
}

/** Whether a pre-release may be chosen: one of its numbers is named in a group that it meets. */
export function mayBeChosen(version: PlainVersion, group: readonly PlainComparator[]): boolean {
  if (version.candidate === undefined) return true
  return group.some(({ numbers, candidate }) => candidate !== undefined && digits(numbers) === digits(version.numbers))
}
