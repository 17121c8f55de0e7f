import { expect, it } from "vitest"
import { excerpt } from "../../lib/core/excerpt.ts"

const long = `${"a".repeat(200)}!${"b".repeat(200)}`

it.each<[what: string, text: string, line: number, column: number, shown: string]>([
  ["a line", "x = 1\ny = = 2\n", 2, 5, "2 | y = = 2\n        ^"],
  ["a place behind the line", "x =\n", 1, 5, "1 | x =\n        ^"],
  ["a place behind the text", "x =", 2, 1, "2 |\n    ^"],
  ["a tab", "\tx = = 1", 1, 6, "1 |  x = = 1\n         ^"],
  ["what would act on a terminal", "\x1b[31mx = = 1", 1, 10, "1 | \\x1b[31mx = = 1\n                ^"],
  ["a long line", long, 1, 201, `1 | …${"a".repeat(60)}!${"b".repeat(19)}…\n${" ".repeat(65)}^`],
  ["the end of a long line", long, 1, 402, `1 | …${"b".repeat(60)}\n${" ".repeat(65)}^`],
  ["the start of a long line", long, 1, 1, `1 | ${"a".repeat(80)}…\n    ^`],
])("points at a place: %s", (_, text, line, column, shown) => {
  expect(excerpt(text, { line, column })).toBe(shown)
})
