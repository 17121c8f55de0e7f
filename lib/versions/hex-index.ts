import valid from "semver/functions/valid.js"
import { elixirPoint } from "./elixir-ref.ts"
import { numbersIn } from "./numbers.ts"
import { comparePoints } from "./version-point.ts"

/** Mix's two helpers, installed from the same kind of index. */
export type MixTool = "hex" | "rebar3"

/** One build of Hex or rebar3, for an Elixir (and an OTP) and everything newer. */
export interface InstallRow {
  readonly version: string
  readonly sha512: string
  readonly elixir: string
  /** Absent in the older format. */
  readonly otp?: number
}

/** What Hex or rebar3 has to fit, by full versions, or the names of branches. */
export interface MixToolHost {
  readonly elixir: string
  readonly otp: string
}

/** The indexes of each tool in both formats, relative to `/installs`: the one for any OTP, and the one with OTP. */
export const installsIndexes = {
  hex: { plain: "hex-1.x.csv", byOtp: "hex.csv" },
  rebar3: { plain: "rebar3-1.x.csv", byOtp: "rebar.csv" },
} as const satisfies Record<MixTool, unknown>

/** The index that an Elixir's Mix reads, relative to `/installs`. The format with OTP came with 1.18.4. */
export function installsIndex(tool: MixTool, elixir: string): string {
  return installsIndexes[tool][compareVersions(elixir, "1.18.4") >= 0 ? "byOtp" : "plain"]
}

/** The index that lists a file: the names of its files tell the OTP that they are for, or they do not. */
export function installsIndexOf(tool: MixTool, path: string): string {
  return installsIndexes[tool][/-otp-\d+(\.ez)?$/.test(path) ? "byOtp" : "plain"]
}

/** Reads either format: `version,sha512,elixir` or `version,sha512,elixir,otp`. Rows of any other shape are left out. */
export function parseInstalls(csv: string): readonly InstallRow[] {
  return csv.split("\n").flatMap((line): readonly InstallRow[] => {
    const [version = "", sha512 = "", elixir = "", otp] = line.trim().split(",")
    if (!version || !/^[0-9a-f]{128}$/i.test(sha512) || valid(elixir) === null) return []
    const row = { version, sha512: sha512.toLowerCase(), elixir }
    return [otp === undefined || !/^\d+$/.test(otp) ? row : { ...row, otp: Number(otp) }]
  })
}

/** Whether a row is made for no newer Elixir and no newer OTP than these. */
export function fitsHost(row: InstallRow, host: MixToolHost): boolean {
  // A branch without a number is newer than all releases.
  const [otpMajor = Number.POSITIVE_INFINITY] = numbersIn(host.otp)
  return compareVersions(row.elixir, host.elixir) <= 0 && (row.otp === undefined || row.otp <= otpMajor)
}

/** The file of a row, relative to `/installs`. */
export function installPath(tool: MixTool, row: InstallRow): string {
  const otp = row.otp === undefined ? "" : `-otp-${row.otp}`
  return `${row.elixir}/${tool}-${row.version}${otp}${tool === "hex" ? ".ez" : ""}`
}

function compareVersions(left: string, right: string): number {
  return comparePoints(elixirPoint(left), elixirPoint(right))
}
