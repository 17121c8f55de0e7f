import type { LockEntry } from "../app/lock-entry.ts"
import { EVERYONE } from "../app/said-of-applications.ts"
import type { DependencySettings } from "./dependency-settings.ts"
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

/**
 * What Mix does not notice, and a build from nothing would make something else of: others may have been compiled with a
 * dependency that is gone, and a module may read its configuration while it is compiled.
 */
export function outdated(
  { parts, settings: were }: Pick<KeptRecord, "parts" | "settings">,
  settings: DependencySettings,
  lock: readonly LockEntry[],
): Outdated {
  // The app itself has no name.
  const kept = [...parts.keys()].filter((app) => app !== "").toSorted()
  const isOther = (app: string): boolean => were.get(app) !== settings.get(app)
  if (isOther(EVERYONE)) return { apps: kept, why: ["what the app says to all dependencies has changed"] }
  const other = kept.filter(isOther)
  const locked = new Set(lock.map(({ app }) => app))
  // Of a lock of which nothing is understood, nobody knows what is gone, nor what leans on what.
  if (locked.size === 0) return { apps: other.length === 0 ? [] : kept, why: other.map(changed) }
  const gone = kept.filter((app) => !locked.has(app))
  return {
    apps: [...other, ...gone],
    why: [...other.map(changed), ...gone.map((app) => `${app} is no longer in mix.lock`)],
  }
}

function changed(app: string): string {
  return `what the app says of ${app} has changed`
}
