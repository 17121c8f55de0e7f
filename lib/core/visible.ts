import type { OutputEvent } from "./output.ts"

/**
 * Controls, what turns the direction of a text, and what has no width. Not the line break, the tab, and the sign that makes
 * an emoji colourful.
 */
const invisible = /(?![\n\t]|\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

const LONGEST = 80 // characters

/** The text as it may be printed, with escapes for what would act on a terminal or hide: `\x1b`, `\u202e`. */
export function visible(text: string): string {
  return text.replace(invisible, escaped)
}

/** A value from outside as it may stand in a sentence: in one line, and cut with … when it has more than `most` characters. */
export function quotable(value: string, most = LONGEST): string {
  // No character has more than two units, so what is left out here would be cut off anyway.
  const line = visible(value.slice(0, 2 * most)).replace(/[\n\t]/g, escaped)
  const characters = [...line]
  return characters.length <= most && value.length <= 2 * most ? line : `${characters.slice(0, most - 1).join("")}…`
}

/** A value as JSON that may be printed: with escapes of JSON's own, so that it is the same to who parses it. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(invisible, (character) =>
    character
      .split("")
      .map((unit) => unicode(unit.charCodeAt(0)))
      .join(""),
  )
}

/** What a build says as it may be printed. The lines of tools are their own, colours and all. */
export function visibleEvent(event: OutputEvent): OutputEvent {
  return event.kind === "tool" ? event : { ...event, text: visible(event.text) }
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${hex(code, 2)}`
  return code <= 0xffff ? unicode(code) : `\\u{${hex(code, 1)}}`
}

function unicode(code: number): string {
  return `\\u${hex(code, 4)}`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0")
}
