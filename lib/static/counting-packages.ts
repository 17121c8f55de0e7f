import type { LockLine } from "../app/lock-lines.ts"
import type { PackageFolder } from "./package-folder.ts"

/** What tells which packages of a mix.lock assets may be made of. */
export interface PackageSources {
  readonly lock: ReadonlyMap<string, LockLine>
  /** What lies in `deps`; what does not is for other builds. */
  readonly folders: ReadonlyMap<string, PackageFolder>
  /** Those whose tasks build the assets. */
  readonly tasks: readonly string[]
  /** Those that the app's texts name. */
  readonly named: ReadonlySet<string>
}

/** The packages of a mix.lock that count; undefined when any of them may. */
export function countingPackages(sources: PackageSources): ReadonlySet<string> | undefined {
  const { lock, folders, tasks, named } = sources
  const run = withNeeds(tasks, sources)
  if (!run.complete) return undefined
  const others = [...lock].filter(([app, { entry }]) => entry.kind !== "hex" || folders.get(app) === "telling")
  return new Set([...run.apps, ...withNeeds([...named], sources).apps, ...others.map(([app]) => app)])
}

/**
 * Packages with all that they need; what they only may need, as far as it is there. Not complete when one of them, or what it
 * needs, is not from Hex, or not in the lock and in `deps`: then it is somewhere else.
 */
function withNeeds(
  roots: readonly string[],
  { lock, folders }: PackageSources,
): { readonly apps: ReadonlySet<string>; readonly complete: boolean } {
  const isThere = (app: string): boolean => lock.has(app) && folders.has(app)
  const apps = new Set(roots.filter(isThere))
  let complete = roots.every(isThere)
  // A set grows while it is walked.
  for (const app of apps) {
    const entry = lock.get(app)?.entry
    if (entry?.kind !== "hex") {
      complete = false
      continue
    }
    for (const need of entry.dependencies) {
      if (isThere(need.app)) apps.add(need.app)
      else complete &&= need.optional
    }
  }
  return { apps, complete }
}
