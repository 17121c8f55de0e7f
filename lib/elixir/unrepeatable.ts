import type { App } from "../app/app.ts"
import { type Hooks, whyHooked } from "../app/hooks.ts"

/** Why a build of the same sources may make something else of them; undefined when it does not. */
export function whyUnrepeatable({ dependencies, lock }: App, hooks: Hooks): string | undefined {
  const isLocked = lock !== undefined || dependencies.length === 0
  return whyHooked(hooks) ?? (isLocked ? undefined : "without mix.lock Hex may choose other packages each time")
}
