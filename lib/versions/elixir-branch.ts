import type { VersionKind } from "./candidates.ts"
import { type ElixirRef, parseElixirRef } from "./elixir-ref.ts"

const pinShape = /^\s*branch\s+(\S+)\s*$/
const refShape = /^(\S+?)(?:-otp-(\d+))?$/

/** Whether a pin means a branch, which builds.hex.pm compiles anew as it moves: `branch main`. */
export function isBranch(pin: string): boolean {
  return pinShape.test(pin)
}

/** Elixir as its branches have it: the pins `branch main` and `branch main-otp-27`, the refs `main-otp-27` and `v1.18`. */
export const elixirBranchKind: VersionKind<ElixirRef> = {
  name: "elixir",
  parse: (text) => {
    const ref = pinShape.exec(text)?.[1] ?? text
    const [, branch, otp] = refShape.exec(ref) ?? []
    if (branch === undefined || parseElixirRef(ref) !== undefined) return undefined
    const version = standIn(branch)
    return otp === undefined ? { version, branch } : { version, branch, otp: Number(otp) }
  },
  matches: (build, pin) => build.branch === pin.branch && (pin.otp ?? build.otp) === build.otp,
  isStable: () => false,
  label: ({ branch }) => `branch ${branch}`,
}

/** A branch has what the releases of its line have, and main what all of them have. */
function standIn(branch: string): string {
  const line = /^v(\d+\.\d+)$/.exec(branch)?.[1]
  return line === undefined ? "999.0.0" : `${line}.999`
}
