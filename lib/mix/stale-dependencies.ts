import type { LockEntry } from "../app/lock-entry.ts"

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
