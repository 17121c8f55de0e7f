import { describe, expect, it } from "vitest"
import { jsonMistake } from "../../lib/app/json-mistake.ts"

describe("jsonMistake", () => {
  // The mark stands before the mistake.
  it.each([
    "¦",
    "{¦",
    '{"a"¦',
    '{"a":¦',
    '{"a": 1¦\n\n',
    '{"a": 1, ¦}',
    '{"a": 1 ¦"b": 2}',
    '{"a" ¦1}',
    "{¦a: 1}",
    "{¦, }",
    "[1, 2, ¦]",
    "[1 ¦2]",
    "[¦, 1]",
    "[{}¦}",
    '{"a": []¦]',
    "[1]¦, 2",
    "{} ¦{}",
    "[¦tru]",
    "[¦'a']",
    '["a", ¦"b]',
    '[¦"a\nb"]',
    '[¦"\\x"]',
    "[0¦1]",
    "{ ¦// comment\n}",
    '{"a": {"b": [true, null, -1.5e3, "\\u00e9\\n"]} ¦x}',
  ])("finds the mistake in %j", (marked) => {
    const text = marked.replace("¦", "")
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
    expect(jsonMistake(text)).toBe(marked.indexOf("¦"))
  })
})
