import { createHash } from "node:crypto"
import type { Env } from "../core/env.ts"
import { MACHINE_NAME } from "../core/volatile-variables.ts"

/** The variables that code reads, and a trace of their values. */
export interface Variables {
  readonly names: readonly string[]
  /** Too short for anybody to find the values by it. */
  readonly trace: string
}

/** `System.get_env("NAME")`, `"NAME" |> System.fetch_env!()` and, of Erlang, `os:getenv("NAME")`. */
const reading = /(?:_env!?|getenv)[\s(]+["'](\w+)["']|["'](\w+)["']\s*\|>\s*System\.(?:get|fetch)_env/g

/**
 * The variables that a file may read while it is compiled: Mix does not know about them, and would keep what their old
 * values were compiled into. A computed name is not seen.
 */
export function variablesIn(path: string, text: string): readonly string[] {
  if (!isCompiled(path)) return []
  const names = [...text.matchAll(reading)].map(([, inside, piped]) => inside ?? piped ?? "")
  return names.filter((name) => name !== MACHINE_NAME)
}

/** Tests are not compiled here, and runtime.exs is read when the app starts. */
export function isCompiled(path: string): boolean {
  return /\.(?:exs?|[eh]rl)$/.test(path) && !/(?:^|\/)(?:test\/|config\/runtime\.exs$)/.test(path)
}

/** The variables with a trace of the values that they have. */
export function tracedVariables(names: Iterable<string>, env: Env): Variables {
  const sorted = [...new Set(names)].toSorted()
  const values = sorted.map((name) => [name, env[name] ?? null])
  const trace = createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 8)
  return { names: sorted, trace }
}
