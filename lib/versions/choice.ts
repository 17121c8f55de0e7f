import type { Digest, PassedOver } from "../core/runtime.ts"
import type { Origin, Setting } from "../core/setting.ts"

/** A version that was chosen from an index, before anybody knows its URL. */
export interface Choice {
  readonly version: Setting<string>
  /** The branch whose head it is. */
  readonly branch?: string | undefined
  /** What the version's origin asks for, as it stands there. */
  readonly asked?: string | undefined
  readonly passedOver?: readonly PassedOver[] | undefined
  /** Its name in the index: `OTP-27.3.4`, `v1.18.4-otp-27`, `v24.11.0`; of Hex and rebar3 the path below `/installs`. */
  readonly ref: string
  /** Absent when the index has none. */
  readonly digest?: Digest | undefined
}

/** The origin of a version that nobody asked for. */
export const newestThatFits: Origin = { kind: "default", why: "newest that fits" }
