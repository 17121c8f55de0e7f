/** Where a version stands among others. */
export interface VersionPoint {
  /** From left to right; what is missing counts as zero. */
  readonly numbers: readonly number[]
  /** What makes it a pre-release of its numbers, as in semantic versions: `["rc", 1]`. Empty for a release. */
  readonly pre: readonly (number | string)[]
}

/** Orders points, oldest first: by their numbers, and pre-releases before their release. */
export function comparePoints(left: VersionPoint, right: VersionPoint): number {
  const length = Math.max(left.numbers.length, right.numbers.length)
  for (let index = 0; index < length; index++) {
    const [number, other] = [left.numbers[index] ?? 0, right.numbers[index] ?? 0]
    // Told apart before they are subtracted: of two endless ones that would give NaN.
    if (number !== other) return number - other
  }
  return comparePre(left.pre, right.pre)
}

/** Whether the numbers of a point begin with these. */
export function beginsWith({ numbers }: VersionPoint, start: readonly number[]): boolean {
  return start.every((number, index) => number === (numbers[index] ?? 0))
}

/** Whether the numbers of a point are these: `28.0` and `28` are the same. */
export function hasNumbers(point: VersionPoint, numbers: readonly number[]): boolean {
  return comparePoints({ numbers: point.numbers, pre: [] }, { numbers, pre: [] }) === 0
}

/** As https://semver.org/#spec-item-11 has it: numbers before words, and more parts after fewer. */
function comparePre(left: VersionPoint["pre"], right: VersionPoint["pre"]): number {
  if (left.length === 0 || right.length === 0) return right.length - left.length
  for (const [index, part] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (part !== other) return comparePart(part, other)
  }
  return left.length - right.length
}

function comparePart(left: number | string, right: number | string): number {
  if (typeof left === "number" && typeof right === "number") return left - right
  if (typeof left !== typeof right) return typeof left === "number" ? -1 : 1
  return left < right ? -1 : 1
}
