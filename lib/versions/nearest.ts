import { compareNumbers, numbersIn } from "./numbers.ts"
import { comparePoints, type VersionPoint } from "./version-point.ts"

/**
 * The versions nearest to the wanted one, best first; of a range, nearest to the first version in it. Same major beats same
 * distance elsewhere, then minor, and so on; of equally near ones the newer comes first. Pre-releases are offered only to
 * who asked for one, and branches only to who asked for another.
 */
export function nearestVersions(wanted: string, known: readonly string[], count = 5): readonly string[] {
  const point = firstPoint(wanted)
  return [...new Set(sameKind(wanted, known))]
    .map((version) => ({ version, point: firstPoint(version) }))
    .filter((candidate) => isPrerelease(point) || !isPrerelease(candidate.point))
    .map((candidate) => ({ ...candidate, distance: distance(point, candidate.point) }))
    .sort((a, b) => compareNumbers(a.distance, b.distance) || comparePoints(b.point, a.point))
    .slice(0, count)
    .map(({ version }) => version)
}

function sameKind(wanted: string, known: readonly string[]): readonly string[] {
  const branches = known.filter(isBranch)
  return isBranch(wanted) && branches.length > 0 ? branches : known.filter((version) => !isBranch(version))
}

/** `branch main`, `maint-27`, `ref:master`. */
function isBranch(text: string): boolean {
  return /^\s*(?:branch\s|(?:ref:)?(?:main|maint|master)\b)/.test(text)
}

/** The first version in a text: `~> 1.17 and < 1.19` begins at 1.17. The numbers in other words are none: `lts/-1`. */
function firstPoint(text: string): VersionPoint {
  const shape = /(?<![\w./-])(?:OTP-|v)?(\d+(?:\.\d+)*)(?:-(?!otp-)([0-9A-Za-z.]+))?/
  const [, digits = "", pre = ""] = shape.exec(text) ?? []
  const parts = pre.match(/\d+|[a-z]+/gi) ?? []
  return { numbers: numbersIn(digits), pre: parts.map((part) => (/\d/.test(part) ? Number(part) : part)) }
}

function isPrerelease({ pre }: VersionPoint): boolean {
  return pre.length > 0
}

/** Where the two part, and by how much. Parting later is nearer, so the place counts negative. */
function distance(wanted: VersionPoint, known: VersionPoint): readonly number[] {
  const place = wanted.numbers.findIndex((number, index) => number !== (known.numbers[index] ?? 0))
  if (place === -1) return [-wanted.numbers.length, 0, isPrerelease(wanted) === isPrerelease(known) ? 0 : 1]
  return [-place, Math.abs((wanted.numbers[place] ?? 0) - (known.numbers[place] ?? 0))]
}
