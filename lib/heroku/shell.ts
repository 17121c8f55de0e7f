import type { EnvDelta } from "../core/env.ts"

/** Rewrites a value, such as a path that is elsewhere at run time, into text within double quotes. */
export type Quote = (value: string) => string

/** A value that means itself within double quotes. */
export function literal(value: string): string {
  return value.replace(/[\\"$`]/g, "\\$&")
}

/**
 * The deltas as shell lines to be sourced. They print nothing and never fail, with or without `set -eu`, and
 * sourcing them twice changes nothing more.
 */
export function shellLines(deltas: readonly EnvDelta[], quote: Quote): string {
  return deltas.map((delta) => `${shellLine(delta, quote)}\n`).join("")
}

function shellLine({ name, change }: EnvDelta, quote: Quote): string {
  const value = quote(change.value)
  switch (change.action) {
    case "override":
      return `export ${name}="${value}"`
    case "default":
      return `export ${name}="\${${name}-${value}}"`
    case "prepend":
      return joined(name, change.delim, value, `"${value}\${${name}:+${literal(change.delim)}$${name}}"`)
    case "append":
      return joined(name, change.delim, value, `"\${${name}:+$${name}${literal(change.delim)}}${value}"`)
  }
}

function joined(name: string, delim: string, value: string, result: string): string {
  const d = literal(delim)
  return `case "${d}\${${name}-}${d}" in *"${d}${value}${d}"*) ;; *) export ${name}=${result} ;; esac`
}
