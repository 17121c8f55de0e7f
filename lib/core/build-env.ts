import type { Env } from "./env.ts"

/**
 * The environment of a build's tools: git's own variables would mislead every git that we start, and Mix takes an empty
 * variable for a value.
 */
export function buildEnv(env: Env): Env {
  const entries = Object.entries(env)
  return Object.fromEntries(
    entries.filter(([name, value]) => name !== "GIT_DIR" && !(value === "" && /^MIX_/.test(name))),
  )
}
