import { beginsWith, comparePoints, hasNumbers, type VersionPoint } from "./version-point.ts"

/** What is asked of a version: one of these groups, and in it all comparators. */
export type VersionRange = readonly (readonly Comparator[])[]

/** A version as far as it is written, and how others compare to it. */
export interface Comparator extends VersionPoint {
  /** Empty where only a version is written. */
  readonly operator: Operator
  /** Ends in `x` or `*`. */
  readonly isOpen: boolean
  /** It stands for all that begin so, since it is open or has fewer numbers than a version has: `> 27` begins after them. */
  readonly isFamily: boolean
}

/** As Mix, npm and mise write them. */
export type Operator = "" | "=" | "==" | "!=" | ">" | ">=" | "<" | "<=" | "~>" | "~" | "^"

const operators: Readonly<Record<Operator, (point: VersionPoint, wanted: Comparator) => boolean>> = {
  "": isOneOf,
  "=": isEqual,
  "==": isEqual,
  "!=": (point, wanted) => !isEqual(point, wanted),
  ">": isAfter,
  ">=": (point, wanted) => comparePoints(point, wanted) >= 0,
  "<": (point, wanted) => comparePoints(point, wanted) < 0,
  "<=": (point, wanted) => !isAfter(point, wanted),
  // The last number may rise: https://hexdocs.pm/elixir/Version.html#module-requirements
  "~>": (point, wanted) => isNear(point, wanted, wanted.isOpen ? wanted.numbers.length : wanted.numbers.length - 1),
  // As in npm: https://github.com/npm/node-semver#advanced-range-syntax
  "~": (point, wanted) => isNear(point, wanted, 2),
  "^": (point, wanted) => isNear(point, wanted, leftmostCount(wanted.numbers)),
}

/** Whether a version is in the range, where pre-releases stand before their release. */
export function includes(range: VersionRange, point: VersionPoint): boolean {
  return range.some((group) => group.every((wanted) => fits(point, wanted)))
}

/** Whether the range means this version: it is in it, and no pre-release unless the range names one of the same numbers. */
export function allows(range: VersionRange, point: VersionPoint): boolean {
  const groups = range.filter(
    (group) => point.pre.length === 0 || group.some(({ numbers, pre }) => pre.length > 0 && hasNumbers(point, numbers)),
  )
  return includes(groups, point)
}

/** Whether the range is written as just this version. */
export function names(range: VersionRange, point: VersionPoint): boolean {
  return kindOf(range) === "version" && range.flat().every((wanted) => comparePoints(point, wanted) === 0)
}

/** Whether it is written as one version, or as the beginning of some. */
export function kindOf(range: VersionRange): "version" | "family" | "range" {
  const [wanted, ...others] = range.flat()
  if (wanted === undefined || others.length > 0 || !["", "=", "=="].includes(wanted.operator)) return "range"
  return wanted.isFamily ? "family" : "version"
}

function fits(point: VersionPoint, wanted: Comparator): boolean {
  return operators[wanted.operator](point, wanted)
}

/** A release stands for those that patch it too: `27.3` for 27.3.4. A pre-release for those counted on: `1.20.0-rc` for rc.1. */
function isOneOf(point: VersionPoint, { numbers, pre }: Comparator): boolean {
  if (pre.length === 0) return isNear(point, { numbers, pre }, numbers.length)
  return hasNumbers(point, numbers) && pre.every((part, index) => part === point.pre[index])
}

function isEqual(point: VersionPoint, wanted: Comparator): boolean {
  return wanted.isFamily ? isOneOf(point, wanted) : comparePoints(point, wanted) === 0
}

function isAfter(point: VersionPoint, wanted: Comparator): boolean {
  if (wanted.isFamily && beginsWith(point, wanted.numbers)) return false
  return comparePoints(point, wanted) > 0
}

/** Not before the wanted one, with the same first numbers. */
function isNear(point: VersionPoint, wanted: VersionPoint, count: number): boolean {
  return comparePoints(point, wanted) >= 0 && beginsWith(point, wanted.numbers.slice(0, Math.max(count, 1)))
}

/** How many numbers there are to the first that is not zero, with it. */
function leftmostCount(numbers: readonly number[]): number {
  const place = numbers.findIndex((number) => number > 0)
  return place === -1 ? numbers.length : place + 1
}
