import type { RuntimeName, RuntimeRequest } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import { parseElixirRef } from "./elixir-ref.ts"
import { readElixirWish } from "./elixir-wish.ts"
import { buildRef, type LockedRuntime, readings, requirementReading, wishReading } from "./lock.ts"
import { readNodeWish } from "./node-wish.ts"
import { compareOtp, parseOtp } from "./otp.ts"
import { readOtpWish } from "./otp-wish.ts"
import type { Wanted } from "./wanted.ts"

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
  if (wish !== undefined && !wishStays && !look(locked, wish).isAllowed) return wish
  if (wish !== undefined && look(locked, wish).isNamed) return undefined
  // A wish that stays may have been stronger than a requirement that stays.
  const isWeighed = (requirement: Setting<string>) =>
    wishStays && locked.asked.includes(requirementReading(requirement))
  return requirements.find((requirement) => !isWeighed(requirement) && !look(locked, requirement).isIncluded)
}

/** Whether the wish means just the locked version. */
export function isExact(locked: LockedRuntime, { wishes: [wish] }: RuntimeRequest): boolean {
  return wish !== undefined && look(locked, wish).isNamed
}

interface Look {
  readonly isAllowed: boolean
  readonly isNamed: boolean
  readonly isIncluded: boolean
}

const refused: Look = { isAllowed: false, isNamed: false, isIncluded: false }

function look(locked: LockedRuntime, { value }: Setting<string>): Look {
  return looks[locked.name](locked, value)
}

const looks: Readonly<Record<RuntimeName, (locked: LockedRuntime, text: string) => Look>> = {
  erlang: lookAtOtp,
  elixir: (locked, text) => weigh(readElixirWish(text), parseElixirRef(refOf(locked))),
  // Hex and rebar3 are numbered as Elixir is.
  hex: ({ version }, text) => weigh(readElixirWish(text), { version }),
  rebar3: ({ version }, text) => weigh(readElixirWish(text), { version }),
  node: ({ version, lts }, text) => weigh(readNodeWish(text), { version, lts: lts ?? false, files: [] }),
}

/** No index tells whether `27.3.4` is listed, and so meant just so; it nearly always is. */
function lookAtOtp(locked: LockedRuntime, text: string): Look {
  const version = parseOtp(refOf(locked))
  const own = parseOtp(text)
  const isOther = own !== undefined && version !== undefined && own.numbers.length > 1 && compareOtp(own, version) !== 0
  const weighed = weigh(readOtpWish(text), version)
  return { ...weighed, isAllowed: weighed.isAllowed && !isOther }
}

function weigh<Version>(wanted: Wanted<Version> | undefined, version: Version | undefined): Look {
  if (wanted === undefined || version === undefined) return refused
  return { isAllowed: wanted.allows(version), isNamed: wanted.names(version), isIncluded: wanted.includes(version) }
}

/** It tells more than the version, such as the OTP that an Elixir is for. */
function refOf({ files }: LockedRuntime): string {
  return buildRef(Object.values(files)[0]?.url ?? "")
}
