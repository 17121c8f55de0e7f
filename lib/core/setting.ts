import type { Env } from "./env.ts"

/** Where a value came from: a file of the app (with its line), a variable or option, or beampack's own choice. */
export type Origin =
  | { readonly kind: "file"; readonly file: string; readonly line?: number }
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "default"; readonly why: string }

/** A value from outside and where it came from, so that every message can say so. */
export interface Setting<T> {
  readonly value: T
  readonly origin: Origin
}

/** What a variable is set to, without blanks around it; undefined when that is nothing. */
export function envSetting(name: string, env: Env): Setting<string> | undefined {
  const value = env[name]?.trim()
  return value ? { value, origin: { kind: "env", name } } : undefined
}

/** The origin as one phrase: `.tool-versions:2`, `ELIXIR_VERSION`, `newest that fits`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "file":
      return origin.line === undefined ? origin.file : `${origin.file}:${origin.line}`
    case "env":
      return origin.name
    case "default":
      return origin.why
  }
}
