import prerelease from "semver/functions/prerelease.js"
import valid from "semver/functions/valid.js"
import { compareTexts, numbersIn } from "./numbers.ts"
import { comparePoints, type VersionPoint } from "./version-point.ts"

/** One precompiled Elixir: its version, and the OTP major that it was compiled with. */
export interface ElixirRef {
  /** A semantic version without `v`: `1.18.4`, `1.20.0-rc.1`; of a branch its name. */
  readonly version: string
  /** Absent in a plain `v1.18.4`, which is compiled with the oldest OTP that this Elixir supports. */
  readonly otp?: number
  /** The branch whose head it is. No index tells the version of one: it counts as newer than all releases of its line. */
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
  const order = comparePoints(elixirPoint(left.version), elixirPoint(right.version))
  return order || compareTexts(left.branch ?? "", right.branch ?? "")
}

/** Where a version stands among others, or a branch by its name. */
export function elixirPoint(version: string): VersionPoint {
  const [, numbers, pre = ""] = /^(\d[\d.]*)(?:-(.+))?$/.exec(version) ?? []
  if (numbers !== undefined) return { numbers: numbersIn(numbers), pre: readPre(pre) ?? [] }
  const line = numbersIn(version)
  // `main` comes after every release, but is still the next of the 1st generation: `~> 1.18` does for it.
  return { numbers: [...(line.length === 0 ? [1] : line), Number.POSITIVE_INFINITY], pre: [] }
}

/** A pre-release as semantic versions have it (https://semver.org/#spec-item-9), but for the OTP that stands in the same place. */
export function readPre(text: string): VersionPoint["pre"] | undefined {
  if (!/^(?!otp)[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/.test(text)) return undefined
  return text.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part))
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
  return version === undefined || version.includes("-otp-") || valid(version) === null ? undefined : { version }
}

function parseBranch(branch: string): ElixirRef | undefined {
  const [, line] = lineShape.exec(branch) ?? []
  const isBranch = line === undefined ? headShape.test(branch) : valid(`${line}.0`) !== null
  return isBranch ? { version: branch, branch } : undefined
}
