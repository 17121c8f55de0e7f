import type { App } from "../app/app.ts"
import { describeOrigin } from "../core/setting.ts"
import { type Hooks, hasHook, hookNames } from "./hooks.ts"

/** Why a build of the same sources may make something else of them; undefined when it does not. */
export function whyUnrepeatable({ dependencies, lock }: App, hooks: Hooks): string | undefined {
  for (const name of hookNames) {
    const hook = hasHook(name, hooks) ? hooks[name] : undefined
    if (hook !== undefined) return `nobody knows what ${name} does (${describeOrigin(hook.origin)})`
  }
  const isLocked = lock !== undefined || dependencies.length === 0
  return isLocked ? undefined : "without mix.lock Hex may choose other packages each time"
}
