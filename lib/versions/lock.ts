import type { Digest, RuntimeName, VersionWishes } from "../core/runtime.ts"
import { describeOrigin, type Origin, type Setting } from "../core/setting.ts"

/** What a lock says about each of its runtimes. */
export type Lock = readonly LockedRuntime[]

/** One version, and its file for each platform. */
export interface LockedRuntime {
  readonly name: RuntimeName
  readonly version: string
  /** Its name in the index, which tells more than the version, such as the OTP that an Elixir is for. */
  readonly ref: string
  /** The branch whose head it is. */
  readonly branch?: string | undefined
  /** What was asked for when it was locked, as `readings` has it. */
  readonly asked: readonly string[]
  /** The codename of a Node.js version's long-term support line. */
  readonly lts?: string | undefined
  /** By platform, such as `ubuntu-24.04-amd64` or `linux-x64`; `any` where one file is for all. */
  readonly files: Readonly<Record<string, LockedFile>>
}

/** One that was read, and where it stands. */
export interface LockEntry extends LockedRuntime {
  readonly origin: Origin
}

/** One file to download, which never changes. */
export interface LockedFile {
  /** Upstream's, also when a mirror stands in for it. */
  readonly url: string
  readonly digest: Digest
  /** Bytes, when that is known. */
  readonly size?: number | undefined
}

/** The platform of a file that fits all of them. */
export const ANY_PLATFORM = "any"

/** What is asked for, by whom, strongest first. Lines are left out: a file that only grew asks for the same. */
export function readings({ wishes, requirements }: VersionWishes): readonly string[] {
  return [...wishes.map(wishReading), ...requirements.map(requirementReading)]
}

/** A place that asks for a version, as `beampack.lock` keeps it: `.tool-versions asks for 27.3`. */
export function wishReading(wish: Setting<string>): string {
  return `${place(wish)} asks for ${wish.value}`
}

/** What was asked for in such a reading; undefined for one of another kind. */
export function wishValue(reading: string): string | undefined {
  return / asks for (.*)$/s.exec(reading)?.[1]
}

/** Code that demands something of any version: `mix.exs requires ~> 1.17`. */
export function requirementReading(requirement: Setting<string>): string {
  return `${place(requirement)} requires ${requirement.value}`
}

function place({ origin }: Setting<string>): string {
  return describeOrigin(withoutLine(origin))
}

function withoutLine(origin: Origin): Origin {
  return origin.kind === "file" ? { kind: "file", file: origin.file } : origin
}
