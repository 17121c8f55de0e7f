import rcompare from "semver/functions/rcompare.js"
import { nearMiss } from "../core/near-miss.ts"
import type { NodeVersion } from "./node-wish.ts"
import { numbersIn } from "./numbers.ts"

/** Of the majors 4, 6, 8 and so on: https://github.com/nodejs/Release/blob/main/schedule.json */
const names = "Argon Boron Carbon Dubnium Erbium Fermium Gallium Hydrogen Iron Jod Krypton".split(" ")

/**
 * The long-term support line of a Node.js version where no index is at hand, by its major alone; false when it has none,
 * undefined when it is newer than the lines known here.
 */
export function ltsLine(version: string): string | false | undefined {
  const [major = 0] = numbersIn(version)
  const place = major / 2 - 2
  return place >= names.length ? undefined : (names[place] ?? false)
}

/** The names of the lines that releases have, in small letters, the newest first. */
export function lineNames(releases: readonly NodeVersion[]): readonly string[] {
  const newestFirst = releases.toSorted((a, b) => rcompare(a.version, b.version))
  return [...new Set(newestFirst.flatMap(({ lts }) => (lts === false ? [] : [lts.toLowerCase()])))]
}

/** The wish for the line that a bare word names: `lts/iron` for `Iron`; undefined when it names none. */
export function lineNamed(word: string): string | undefined {
  const small = names.map((name) => name.toLowerCase())
  const name = nearMiss(word.trim(), small)
  return name === undefined ? undefined : `lts/${name}`
}
