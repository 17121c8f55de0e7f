import type { LockEntry } from "../app/lock-entry.ts"
import type { KeptRecord } from "./kept-record.ts"

/**
 * The applications that change, with all that lean on them, directly or not. mix.lock tells the requirements of packages
 * only: a dependency from elsewhere may lean on any of them.
 */
export function withDependents(changing: readonly string[], lock: readonly LockEntry[]): ReadonlySet<string> {
  if (changing.length === 0) return new Set()
  const found = new Set([...changing, ...lock.filter(({ kind }) => kind !== "hex").map(({ app }) => app)])
  // A set grows while it is walked.
  for (const app of found) {
    for (const entry of lock) {
      if (entry.kind === "hex" && entry.dependencies.some((below) => below.app === app)) found.add(entry.app)
    }
  }
  return found
}

/** Dependencies that may not be taken as they were kept, as Mix would do. */
export interface Outdated {
  readonly apps: readonly string[]
  /** In words; empty when there are none. */
  readonly why: readonly string[]
}

/** What Mix does not notice: others may be compiled to something else where a dependency is that is no longer there. */
export function outdated({ parts }: Pick<KeptRecord, "parts">, lock: readonly LockEntry[]): Outdated {
  const locked = new Set(lock.map(({ app }) => app))
  // Of a lock of which nothing is understood, nobody knows what is gone.
  const gone = locked.size === 0 ? [] : dependenciesIn(parts).filter((app) => !locked.has(app))
  return { apps: gone, why: gone.map((app) => `${app} is no longer in mix.lock`) }
}

/** The app itself has no name. */
function dependenciesIn(parts: KeptRecord["parts"]): readonly string[] {
  return [...parts.keys()].filter((app) => app !== "").toSorted()
}
