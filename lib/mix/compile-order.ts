/** A dependency that is to be compiled. */
export interface Dependency {
  readonly app: string
  /** What has to be there before; those that are not to be compiled are. */
  readonly needs: readonly string[]
  /** How long it takes, compared with others. */
  readonly weight: number
}

/** How far a dependency is that somebody has begun with. */
export type Progress = ReadonlyMap<string, "running" | "done" | "failed">

/** Which dependency to begin with next. */
export interface CompileOrder {
  /** Undefined when none can be begun now. What leans on one that failed never can. */
  next(progress: Progress): string | undefined
}

/** The order in which all are done soonest: whatever most work waits for comes first. */
export function compileOrder(dependencies: readonly Dependency[]): CompileOrder {
  const apps = new Set(dependencies.map(({ app }) => app))
  const paths = longestPaths(dependencies)
  const ordered = dependencies.toSorted((a, b) => (paths.get(b.app) ?? 0) - (paths.get(a.app) ?? 0))
  return {
    next: (progress) => {
      const isThere = (app: string): boolean => !apps.has(app) || progress.get(app) === "done"
      return ordered.find(({ app, needs }) => !progress.has(app) && needs.every(isThere))?.app
    },
  }
}

/** For each one the weight of the longest chain that begins with it, of dependencies that each need the one before. */
function longestPaths(dependencies: readonly Dependency[]): ReadonlyMap<string, number> {
  const above = Map.groupBy(
    dependencies.flatMap((one) => one.needs.map((need) => ({ need, one }))),
    ({ need }) => need,
  )
  const known = new Map<string, number>()
  function path({ app, weight }: Dependency): number {
    const found = known.get(app)
    if (found !== undefined) return found
    // For a circle, which Mix does not have: none of its members is ever begun.
    known.set(app, weight)
    const longest = weight + Math.max(0, ...(above.get(app) ?? []).map(({ one }) => path(one)))
    known.set(app, longest)
    return longest
  }
  dependencies.forEach(path)
  return known
}
