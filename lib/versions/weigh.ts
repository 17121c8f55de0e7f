import type { RuntimeName } from "../core/runtime.ts"
import { parseElixirRef } from "./elixir-ref.ts"
import { readElixirWish } from "./elixir-wish.ts"
import { ltsLine } from "./node-lines.ts"
import { readNodeWish } from "./node-wish.ts"
import { compareOtp, parseOtp } from "./otp-version.ts"
import { readOtpWish } from "./otp-wish.ts"
import type { Wanted } from "./wanted.ts"

/** A version that is there, where no index tells what else is. */
export interface WeighedVersion {
  readonly version: string
  /** Its name in the index, which tells more: a branch, or the OTP that an Elixir is for. */
  readonly ref?: string | undefined
  /** The codename of its long-term support line, false without one; absent when nobody has said. */
  readonly lts?: string | false | undefined
}

/** What a text says of a version, as `Wanted` has it. */
export interface Verdict {
  readonly isAllowed: boolean
  readonly isNamed: boolean
  readonly isIncluded: boolean
}

/** Weighs a text against a version; undefined when the text cannot be read. */
export function weigh(name: RuntimeName, text: string, version: WeighedVersion): Verdict | undefined {
  return scales[name](text, version)
}

type Scale = (text: string, version: WeighedVersion) => Verdict | undefined

// Hex and rebar3 are numbered as Elixir is.
const scales: Readonly<Record<RuntimeName, Scale>> = {
  erlang: weighOtp,
  elixir: (text, { ref, version }) => judge(readElixirWish(text), parseElixirRef(ref ?? version)),
  hex: (text, { version }) => judge(readElixirWish(text), { version }),
  rebar3: (text, { version }) => judge(readElixirWish(text), { version }),
  node: weighNode,
}

/** No index tells whether `27.3.4` is listed, and so meant just so; it nearly always is. */
function weighOtp(text: string, { ref, version }: WeighedVersion): Verdict | undefined {
  const parsed = parseOtp(ref ?? version)
  const own = parseOtp(text)
  const isOther = own !== undefined && parsed !== undefined && own.numbers.length > 1 && compareOtp(own, parsed) !== 0
  const verdict = judge(readOtpWish(text), parsed)
  return verdict && { ...verdict, isAllowed: verdict.isAllowed && !isOther }
}

/** Nobody objects to what only the index could explain: a line as yet unknown, or one counted back from the newest. */
function weighNode(text: string, { version, lts = ltsLine(version) }: WeighedVersion): Verdict | undefined {
  const verdict = judge(readNodeWish(text), { version, lts: lts ?? false })
  const isOpen = lts === undefined ? /^\s*lts/i.test(text) : lts !== false && /^\s*lts\/-/i.test(text)
  return verdict && { ...verdict, isIncluded: verdict.isIncluded || isOpen }
}

function judge<Version>(wanted: Wanted<Version> | undefined, version: Version | undefined): Verdict | undefined {
  if (wanted === undefined) return undefined
  if (version === undefined) return { isAllowed: false, isNamed: false, isIncluded: false }
  return { isAllowed: wanted.allows(version), isNamed: wanted.names(version), isIncluded: wanted.includes(version) }
}
