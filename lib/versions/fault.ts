/** What speaks against a build or a pair, the worst first: each weighs more than all that follow, and than any newer version. */
const faults = ["too old", "bad Elixir", "bad OTP", "Elixir without digest", "OTP without digest"] as const

/** One of them. */
export type Fault = (typeof faults)[number]

/** The faults that were found, the worst first. */
export function faultsOf(found: Readonly<Partial<Record<Fault, boolean>>>): readonly Fault[] {
  return faults.filter((fault) => found[fault] === true)
}

/** Orders two by their faults, the better first. */
export function compareFaults(left: readonly Fault[], right: readonly Fault[]): number {
  return weight(left) - weight(right)
}

/** The worst fault that the first of two has and the second has not. */
export function worseFault(left: readonly Fault[], right: readonly Fault[]): Fault | undefined {
  return faults.find((fault) => left.includes(fault) && !right.includes(fault))
}

function weight(found: readonly Fault[]): number {
  return faults.reduce((sum, fault) => sum * 2 + Number(found.includes(fault)), 0)
}
