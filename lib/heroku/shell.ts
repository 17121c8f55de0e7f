import type { EnvDelta } from "../core/env.ts"

/** Rewrites a value, such as a path that is elsewhere at run time, into text within double quotes. */
export type Quote = (value: string) => string

/** A value that means itself within double quotes. */
export function literal(value: string): string {
  return value.replace(/[\\"$`]/g, "\\$&")
}

/** A command as one line of a shell script, in which every word means itself. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `"${literal(word)}"`)).join(" ")
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
      return `[ -n "\${${name}+set}" ] || export ${name}="${value}"`
    case "prepend":
      return joined(name, value, literal(change.delim), `${value}${literal(change.delim)}\${${name}}`)
    case "append":
      return joined(name, value, literal(change.delim), `\${${name}}${literal(change.delim)}${value}`)
  }
}

/** Three cases: the value is in the list, the list is empty, the list gets the value. */
function joined(name: string, value: string, delim: string, result: string): string {
  const list = `${delim}\${${name}-}${delim}`
  return [
    `case "${list}" in`,
    `*"${delim}${value}${delim}"*) ;;`,
    `"${delim}${delim}") export ${name}="${value}" ;;`,
    `*) export ${name}="${result}" ;;`,
    "esac",
  ].join(" ")
}
