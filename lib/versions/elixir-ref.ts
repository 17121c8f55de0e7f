import compare from "semver/functions/compare.js"
import prerelease from "semver/functions/prerelease.js"
import valid from "semver/functions/valid.js"
import { compareTexts } from "./numbers.ts"

/** One precompiled Elixir: its version, and the OTP major that it was compiled with. */
export interface ElixirRef {
  /** A semantic version without `v`: `1.18.4`, `1.20.0-rc.1`. Of a branch one that is newer than all releases of its line. */
  readonly version: string
  /** Absent in a plain `v1.18.4`, which is compiled with the oldest OTP that this Elixir supports. */
  readonly otp?: number
  /** The branch whose head it is. No index tells the version of one. */
  readonly branch?: string
}

const releaseShape = /^v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/
const lineShape = /^v(\d+\.\d+)$/
const headShape = /^(?:main|master)$/

/**
 * Reads the refs of the index: `v1.18.4-otp-27`, `v1.18.4`, and the branches `v1.18-otp-27`, `main-otp-28` and `main`;
 * releases without `v` too. Undefined for anything else.
 */
export function parseElixirRef(text: string): ElixirRef | undefined {
  const { rest, otp } = splitOtp(text.trim())
  const ref = parseRelease(rest) ?? parseBranch(rest)
  return ref === undefined || otp === undefined ? ref : { ...ref, otp }
}

/** A text, and the OTP major that it may end in: `1.18-otp-27`. */
export function splitOtp(text: string): { readonly rest: string; readonly otp: number | undefined } {
  const [, rest, otp] = /^(.+)-otp-(\d{1,9})$/.exec(text) ?? []
  return rest === undefined ? { rest: text, otp: undefined } : { rest, otp: Number(otp) }
}

/** Orders them by version, oldest first; pre-releases come before their release, branches after the releases of their line. */
export function compareElixir(left: ElixirRef, right: ElixirRef): number {
  return compare(left.version, right.version) || compareTexts(left.branch ?? "", right.branch ?? "")
}

/** Whether it is neither a pre-release nor a branch. */
export function isStableElixir({ version, branch }: ElixirRef): boolean {
  return branch === undefined && prerelease(version) === null
}

/** As a user writes it: `1.18.4`, `branch main`. */
export function elixirLabel({ version, branch }: ElixirRef): string {
  return branch === undefined ? version : `branch ${branch}`
}

function parseRelease(text: string): ElixirRef | undefined {
  const [, version] = releaseShape.exec(text) ?? []
  return version === undefined || version.includes("-otp-") ? undefined : semantic({ version })
}

/** `main` comes after every release, and a line's branch after the releases of the line. */
function parseBranch(branch: string): ElixirRef | undefined {
  if (headShape.test(branch)) return { version: "1.999.0", branch }
  const [, line] = lineShape.exec(branch) ?? []
  return line === undefined ? undefined : semantic({ version: `${line}.999`, branch })
}

function semantic(ref: ElixirRef): ElixirRef | undefined {
  return valid(ref.version) === null ? undefined : ref
}
