import type { Descriptor } from "./descriptor.ts"
import type { PlanSections, Require } from "./plan.ts"

/** A buildpack that wants to take part, and all that it could do. */
export interface Candidate {
  readonly descriptor: Descriptor
  readonly optional: boolean
  readonly plans: readonly PlanSections[]
}

/** What is required by one name, and of whom. */
export interface PlanEntry {
  readonly providers: readonly string[]
  readonly requires: readonly Require[]
}

/** Who takes part, and the plan of all. */
export interface Agreement {
  readonly group: readonly Descriptor[]
  readonly plan: readonly PlanEntry[]
}

interface Member {
  readonly descriptor: Descriptor
  readonly optional: boolean
  readonly plan: PlanSections
}

/**
 * Tries one alternative of each after the other, the last buildpack's first, until all that is provided is required and
 * all that is required is provided. Who is optional is left out when that helps. Undefined when nothing helps.
 */
export function agree(candidates: readonly Candidate[]): Agreement | undefined {
  for (const trial of combinations(candidates)) {
    const agreement = settle(trial)
    if (agreement !== undefined) return agreement
  }
  return undefined
}

/** Nobody is left out for an alternative that is not the last one. */
function combinations([first, ...rest]: readonly Candidate[]): readonly (readonly Member[])[] {
  if (first === undefined) return [[]]
  const others = combinations(rest)
  return first.plans.flatMap((plan, index) => {
    const optional = first.optional && index === first.plans.length - 1
    return others.map((other) => [{ descriptor: first.descriptor, optional, plan }, ...other])
  })
}

function settle(members: readonly Member[]): Agreement | undefined {
  if (members.length === 0) return undefined
  const { entries, unmet } = match(members)
  if (unmet.length === 0) {
    return {
      group: members.map(({ descriptor }) => descriptor),
      plan: [...entries.values()].map(({ providers, requires }) => ({ providers, requires })),
    }
  }
  return unmet.every(({ optional }) => optional)
    ? settle(members.filter((member) => !unmet.includes(member)))
    : undefined
}

interface Entry {
  readonly providers: string[]
  readonly requires: Require[]
  /** Who provides it while nobody after them has required it yet. */
  unused: Member[]
}

function match(members: readonly Member[]): { entries: ReadonlyMap<string, Entry>; unmet: readonly Member[] } {
  const entries = new Map<string, Entry>()
  const early: Member[] = []
  const entry = (name: string): Entry => {
    const found = entries.get(name) ?? { providers: [], requires: [], unused: [] }
    entries.set(name, found)
    return found
  }
  for (const member of members) {
    for (const { name } of member.plan.provides) entry(name).unused.push(member)
    for (const required of member.plan.requires) {
      const { providers, requires, unused } = entry(required.name)
      providers.push(...unused.splice(0).map(({ descriptor }) => descriptor.id))
      if (providers.length === 0) early.push(member)
      else requires.push(required)
    }
  }
  return { entries, unmet: [...early, ...[...entries.values()].flatMap(({ unused }) => unused)] }
}
