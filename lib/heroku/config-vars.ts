import type { Env } from "../core/env.ts"

// Shorter values are words such as `true` or `prod`, and a text without them would say nothing.
const SECRET_LENGTH = 6

/** Config vars by their names, where the text has their values; the longest first, since one may hold another. */
export function withoutValues(text: string, vars: Env): string {
  return Object.entries(vars)
    .map(([name, value = ""]) => ({ name, value: value.trim() }))
    .filter(({ value }) => value.length >= SECRET_LENGTH)
    .toSorted((one, other) => other.value.length - one.value.length)
    .reduce((result, { name, value }) => result.replaceAll(value, () => `$${name}`), text)
}
