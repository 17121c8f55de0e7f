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
