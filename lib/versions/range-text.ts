import type { VersionPoint } from "./version-point.ts"
import type { Comparator, Operator, VersionRange } from "./version-range.ts"

/** How the versions of one runtime are written. */
export interface VersionDialect {
  /** How many numbers a version has at least; with fewer, a text names a family: `27`, `1.18`. */
  readonly whole: number
  /** Reads what follows the first `-`; undefined when that makes no pre-release. */
  readPre(text: string): VersionPoint["pre"] | undefined
}

const comparator = / ?(~>|==|!=|>=|<=|=|>|<|\^|~|) ?([^ =!<>~^]+)/gy
const version = /^v?(?:((?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){0,4})((?:\.[x*])*)|[x*](?:\.[x*])*)(?:-(.+))?$/i

/**
 * Reads a range: comparators as Elixir and npm write them, all of which have to hold when there are blanks, commas or
 * `and` between them, and one side of `or` and `||`; `26 - 27` has both ends in it. Undefined for anything else.
 */
export function parseRange(text: string, dialect: VersionDialect): VersionRange | undefined {
  const groups = text
    .trim()
    .replace(/\s+/g, " ")
    .split(/ ?\|\| ?| or /)
  return allRead(groups, (group) => readGroup(group, dialect))
}

function readGroup(text: string, dialect: VersionDialect): readonly Comparator[] | undefined {
  const [, from, to] = /^([^ ]+) - ([^ ]+)$/.exec(text) ?? []
  const parts = from === undefined ? text.split(/ ?, ?| and /) : [`>=${from}`, `<=${to}`]
  return allRead(parts, (part) => readPart(part, dialect))?.flat()
}

function readPart(text: string, dialect: VersionDialect): readonly Comparator[] | undefined {
  const found = [...text.matchAll(comparator)]
  if (found.length === 0 || found.map(([all]) => all).join("") !== text) return undefined
  return allRead(found, ([, operator = "", written = ""]) => readComparator(operator as Operator, written, dialect))
}

function readComparator(operator: Operator, text: string, { whole, readPre }: VersionDialect): Comparator | undefined {
  const [all, digits, open, preText] = version.exec(text) ?? []
  if (all === undefined) return undefined
  const numbers = digits?.split(".").map(Number) ?? []
  const pre = preText === undefined ? [] : readPre(preText)
  const isOpen = digits === undefined || open !== ""
  if (pre === undefined || (isOpen && pre.length > 0)) return undefined
  return { operator, numbers, pre, isOpen, isFamily: isOpen || (numbers.length < whole && pre.length === 0) }
}

/** What all of them read as; undefined when one does not. */
function allRead<From, To>(list: readonly From[], read: (one: From) => To | undefined): readonly To[] | undefined {
  const all = list.map(read)
  return all.every((one) => one !== undefined) ? all : undefined
}
