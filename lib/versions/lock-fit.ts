import type { RuntimeRequest } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import { type LockedRuntime, readings, requirementReading, wishReading, wishValue } from "./lock.ts"
import { type Verdict, weigh } from "./weigh.ts"

/** Whether just this is asked for which was asked for when the version was locked. */
export function readsAsLocked(locked: LockedRuntime, request: RuntimeRequest): boolean {
  const now = readings(request)
  return now.length === locked.asked.length && now.every((reading, at) => reading === locked.asked[at])
}

/**
 * What a locked version does not satisfy of what is asked for now: the wish, or a requirement, unless the wish names the
 * very version. What still reads as it did is satisfied: the version was chosen by it.
 */
export function unmet(locked: LockedRuntime, { wishes, requirements }: RuntimeRequest): Setting<string> | undefined {
  const [wish] = wishes
  const wishStays = wish !== undefined && wishReading(wish) === locked.asked[0]
  if (wish !== undefined && !wishStays && !verdict(locked, wish).isAllowed) return wish
  if (wish !== undefined && verdict(locked, wish).isNamed) return undefined
  // A wish that stays may have been stronger than a requirement that stays.
  const isWeighed = (requirement: Setting<string>) =>
    wishStays && locked.asked.includes(requirementReading(requirement))
  return requirements.find((requirement) => !isWeighed(requirement) && !verdict(locked, requirement).isIncluded)
}

/**
 * The wish when it is a word for the newest, and was another when the version was locked: only the index tells what it
 * means now.
 */
export function newlyNewest(
  { asked: [former] }: LockedRuntime,
  { wishes: [wish] }: RuntimeRequest,
): Setting<string> | undefined {
  if (wish === undefined || !newestWords.test(wish.value)) return undefined
  return former !== undefined && wishValue(former) === wish.value ? undefined : wish
}

const newestWords = /^\s*(?:latest|current|stable|node|lts(?:\/\*)?)\s*$/i

/** Whether the wish means just the locked version. */
export function isExact(locked: LockedRuntime, { wishes: [wish] }: RuntimeRequest): boolean {
  return wish !== undefined && verdict(locked, wish).isNamed
}

const refused: Verdict = { isAllowed: false, isNamed: false, isIncluded: false }

function verdict({ name, version, ref, lts }: LockedRuntime, { value }: Setting<string>): Verdict {
  return weigh(name, value, { version, ref, lts: lts ?? false }) ?? refused
}
