import { splitOtp } from "./elixir-ref.ts"
import { compareNumbers, compareTexts, numbersIn } from "./numbers.ts"
import { beginsWith, comparePoints, type VersionPoint } from "./version-point.ts"

/**
 * The versions nearest to the wanted one, best first; of a range, nearest to the first version in it. Same major beats same
 * distance elsewhere, then minor, and so on; of equally near ones the newer comes first. Pre-releases are offered only to
 * who asked for one.
 */
export function nearestVersions(wanted: string, known: readonly string[], count = 5): readonly string[] {
  const point = firstPoint(wanted)
  return [...new Set(known)]
    .map((version) => ({ version, point: firstPoint(version) }))
    .filter((candidate) => isPrerelease(point) || !isPrerelease(candidate.point))
    .map((candidate) => ({ ...candidate, distance: distance(point, candidate.point) }))
    .sort((a, b) => compareNumbers(a.distance, b.distance) || comparePoints(b.point, a.point))
    .slice(0, count)
    .map(({ version }) => version)
}

/**
 * What is nearest to the wanted branch, best first: the newest release of the line that it carries on, then branches by
 * their lines. Those that carry on none, such as `main`, are far from all others. Without branches, releases.
 */
export function nearestToBranch(
  wanted: string,
  { branches, releases }: { readonly branches: readonly string[]; readonly releases: readonly string[] },
  count = 5,
): readonly string[] {
  const line = branchLine(wanted)
  const versions = nearestVersions(line.numbers.filter(Number.isFinite).join("."), releases, count)
  if (branches.length === 0) return versions
  const own = versions.slice(0, 1).filter((version) => beginsWith(firstPoint(version), line.numbers))
  const nearest = [...new Set(branches)]
    .map((branch) => ({ branch, line: branchLine(branch) }))
    .sort(
      (a, b) =>
        compareNumbers(distance(line, a.line), distance(line, b.line)) ||
        comparePoints(b.line, a.line) ||
        compareTexts(a.branch, b.branch),
    )
    .map(({ branch }) => branch)
  return [...own, ...nearest].slice(0, count)
}

/** How far a version is from the first one in a text, as numbers to compare from left to right. */
export function distanceFrom(wanted: string, version: string): readonly number[] {
  return distance(firstPoint(wanted), firstPoint(version))
}

/** `maint-27` and `v1.18` have a line; `main` comes after all lines. */
function branchLine(branch: string): VersionPoint {
  const numbers = numbersIn(splitOtp(branch).rest)
  return { numbers: numbers.length === 0 ? [Number.POSITIVE_INFINITY] : numbers, pre: [] }
}

/** The first version in a text: `~> 1.17 and < 1.19.0` begins at 1.17. The numbers in other words are none: `lts/-1`. */
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
