import { quotable } from "../core/visible.ts"

/** What a setting's value may be. */
export type SettingKind = keyof typeof settingKinds

/** How values of one kind are written in project.toml. */
interface SettingForm {
  /** What it should be, as in "and should be …". */
  readonly should: string
  /** The value as the text that a variable would have; undefined when it is none of this kind. */
  readonly text: (value: unknown) => string | undefined
}

/** What a value of project.toml may be, with the text that a variable or an old file would have for it. */
export const settingKinds = {
  version: { should: "a version in quotes", text: nonBlank },
  path: { should: "a path in quotes", text: nonBlank },
  command: { should: "a command line in quotes", text: nonBlank },
  size: { should: 'a size in quotes, such as "2GB", or "none"', text: nonBlank },
  words: {
    should: "a list of texts in quotes, or one such text",
    text: (value) => nonBlank(value) ?? joinWords(value),
  },
  "yes or no": { should: "true or false, without quotes", text: yesOrNo },
  release: {
    should: "true or false, without quotes, or a release's name in quotes, or a list of such names",
    text: (value) => yesOrNo(value) ?? nonBlank(value) ?? joinNames(value),
  },
} as const satisfies Readonly<Record<string, SettingForm>>

function nonBlank(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined
}

function yesOrNo(value: unknown): string | undefined {
  return typeof value === "boolean" ? String(value) : undefined
}

function joinNames(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const names = value.map(nonBlank)
  return names.every((name) => name !== undefined) ? names.join(" ") : undefined
}

/** A list as the text that `splitWords` makes that list of. */
function joinWords(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined
  const words = value.map(nonBlank)
  if (!words.every((word) => word !== undefined)) return undefined
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ")
}

/** A value of TOML as one phrase: `a number (27)`, `a list with a table in it`. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) {
    const other = value.find((item) => nonBlank(item) === undefined)
    return other === undefined ? "a list" : `a list with ${describeValue(other)} in it`
  }
  switch (typeof value) {
    case "string":
      return nonBlank(value) === undefined ? "an empty text" : `the text "${quotable(value)}"`
    case "number":
    case "bigint":
      return `a number (${value})`
    case "boolean":
      return `${value}`
    default:
      return value instanceof Date ? "a date" : "a table"
  }
}
