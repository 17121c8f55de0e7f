import type { Env } from "./env.ts"
import type { Output } from "./output.ts"
import type { RuntimeName } from "./runtime.ts"
import type { Target } from "./target.ts"

/** The runtimes whose versions are listed; Hex and rebar3 follow Elixir. */
export const listedNames = ["erlang", "elixir", "node"] as const satisfies readonly RuntimeName[]

/** What `beampack versions` knows by name. */
export type ListedName = (typeof listedNames)[number]

/** A list of versions that is wanted. */
export interface ListRequest {
  readonly names: readonly ListedName[]
  readonly target: Target
  /** Every version, in place of one of each line. */
  readonly all: boolean
  /** For BEAMPACK_MIRROR and the proxy. */
  readonly env: Env
  readonly output: Output
  readonly signal: AbortSignal
}

/** A version that can be had, and what is to be known about it. */
export interface ListedVersion {
  /** As it is asked for: `27.3.4`, `1.18.4`, `24.11.0`. */
  readonly version: string
  /** What it belongs to: an OTP or Node major, a minor of Elixir. */
  readonly line: string
  readonly isPrerelease: boolean
  /** False when the index has no digest of some build of it. */
  readonly hasDigest: boolean
  /** Of Elixir: the OTP majors it can run on, newest first. */
  readonly otp?: readonly number[] | undefined
  /** Of Node: the name of its LTS line. */
  readonly lts?: string | undefined
  /** The last day with security fixes, as an ISO date; it may lie ahead. */
  readonly supportEnd?: string | undefined
  /** Why it is not taken unless it is asked for by its full name. */
  readonly knownBad?: string | undefined
}

/** Whether support whose last day is this one, as an ISO date, is over on a day. */
export function hasEnded(end: string, today: Date): boolean {
  return end < today.toISOString().slice(0, 10)
}

/** The versions of one runtime for one platform, newest first. */
export interface VersionList {
  readonly name: ListedName
  /** Where the index was read, without user and password. */
  readonly source: string
  readonly versions: readonly ListedVersion[]
}
