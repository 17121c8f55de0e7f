import valid from "semver/functions/valid.js"

/** One precompiled Elixir: its version, and the OTP major that it was compiled with. */
export interface ElixirRef {
  /** A semantic version without `v`: `1.18.4`, `1.20.0-rc.1`. */
  readonly version: string
  /** Absent in a plain `v1.18.4`, which is compiled with the oldest OTP that this Elixir supports. */
  readonly otp?: number
  /** The branch whose head it is. No index tells the version of one, so that `version` only says where it stands. */
  readonly branch?: string
}

const shape = /^v?(\d+\.\d+\.\d+(?:-(?!otp-)[0-9A-Za-z.]+)?)(?:-otp-(\d+))?$/

/** Reads `v1.18.4-otp-27`, `1.18.4-otp-27` or `1.18.4`; undefined for anything else, such as the branch `v1.18-otp-27`. */
export function parseElixirRef(text: string): ElixirRef | undefined {
  const [, version, otp] = shape.exec(text.trim()) ?? []
  if (version === undefined || valid(version) === null) return undefined
  return otp === undefined ? { version } : { version, otp: Number(otp) }
}
