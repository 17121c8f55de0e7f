import { compareNumbers, numbersIn } from "./numbers.ts"

/**
 * The versions nearest to the wanted one, best first. Same major beats same distance elsewhere, then minor, and so on;
 * of equally near ones the newer comes first. Pre-releases are offered only to who asked for one.
 */
export function nearestVersions(wanted: string, known: readonly string[], count = 5): readonly string[] {
  const numbers = numbersIn(wanted)
  return [...new Set(known)]
    .filter((version) => isPrerelease(wanted) || !isPrerelease(version))
    .map((version) => ({ version, numbers: numbersIn(version) }))
    .map((candidate) => ({ ...candidate, distance: distance(numbers, candidate.numbers) }))
    .sort((a, b) => compareNumbers(a.distance, b.distance) || compareNumbers(b.numbers, a.numbers))
    .slice(0, count)
    .map(({ version }) => version)
}

/** Where the two part, and by how much. Parting later is nearer, so the place counts negative. */
function distance(wanted: readonly number[], known: readonly number[]): readonly number[] {
  const place = wanted.findIndex((number, index) => number !== known[index])
  if (place === -1) return [-wanted.length, 0]
  return [-place, Math.abs((wanted[place] ?? 0) - (known[place] ?? 0))]
}

/** `28.0-rc1`, `1.20.0-rc.1`; but not `OTP-27.3` or `1.18.4-otp-27`. */
function isPrerelease(version: string): boolean {
  return /\d-(?!otp-)/.test(version)
}
