import { stripVTControlCharacters } from "node:util"
import type { Output } from "../core/output.ts"

/** What a tool prints, line by line. */
export interface ToldLines {
  /** Passes a line on as a `tool` event. */
  say(line: string): void
  /** The last 200 of them, in order, without colours. */
  last(): readonly string[]
}

const KEPT_LINES = 200

/** Follows what a tool prints. */
export function toldLines(output: Output | undefined): ToldLines {
  const lines: string[] = []
  return {
    say: (line) => {
      const text = lastSegment(line)
      output?.({ kind: "tool", text })
      lines.push(stripVTControlCharacters(text))
      if (lines.length > 2 * KEPT_LINES) lines.splice(0, lines.length - KEPT_LINES)
    },
    last: () => lines.slice(-KEPT_LINES),
  }
}

// A progress line overwrites itself with carriage returns; what a terminal would show at the end is its last part.
function lastSegment(line: string): string {
  return line.slice(line.lastIndexOf("\r", line.length - 2) + 1).replace(/\r$/, "")
}
