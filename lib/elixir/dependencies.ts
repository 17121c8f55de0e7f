import type { App } from "../app/app.ts"

/** Whether Mix has any to fetch. The apps of an umbrella may have their own; what mix.exs computes is seen in the lock. */
export function mayHaveDependencies({ project, lock }: App): boolean {
  const named = [...project.dependencies, ...(lock?.hex ?? []), ...(lock?.git ?? [])]
  return named.length > 0 || project.appsPath !== undefined
}
