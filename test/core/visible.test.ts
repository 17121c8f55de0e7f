import { describe, expect, it } from "vitest"
import { quotable, visible, visibleEvent, visibleJson } from "../../lib/core/visible.ts"

/** What nobody may print raw: terminals act on it, or nobody sees it. */
const acting: readonly (readonly [code: number, escaped: string])[] = [
  [0x00, "\\x00"],
  [0x07, "\\x07"],
  [0x08, "\\x08"],
  [0x0d, "\\x0d"],
  [0x1b, "\\x1b"],
  [0x7f, "\\x7f"],
  [0x85, "\\x85"],
  [0x9b, "\\x9b"],
  [0xad, "\\xad"],
  [0x61c, "\\u061c"],
  [0x180e, "\\u180e"],
  [0x200b, "\\u200b"],
  [0x200d, "\\u200d"],
  [0x200e, "\\u200e"],
  [0x2028, "\\u2028"],
  [0x202e, "\\u202e"],
  [0x2060, "\\u2060"],
  [0x2066, "\\u2066"],
  [0x3164, "\\u3164"],
  [0xd83d, "\\ud83d"],
  [0xfeff, "\\ufeff"],
  [0xe0041, "\\u{e0041}"],
]

describe("visible", () => {
  it.each(acting)("writes character %d as %s", (code, escaped) => {
    const character = String.fromCodePoint(code)
    expect(visible(`1.18${character}red`)).toBe(`1.18${escaped}red`)
    expect(visible(visible(character))).toBe(escaped)
  })

  it("leaves what people write, in any language, and lines as they are", () => {
    const text = "~> 1.17 and < 1.19\n\tZoë, žluťoučký, 日本語, עברית, हिन्दी, ⚠️ 🎉 … “x”"
    expect(visible(text)).toBe(text)
  })

  it("leaves none of the characters that act", () => {
    const all = Array.from({ length: 0x3_0000 }, (_, code) => String.fromCodePoint(code)).join("")
    expect(visible(all).replace(/[\n\t]/g, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Bidi_Control}\p{Zl}\p{Zp}]/u)
  })
})

describe("quotable", () => {
  it.each([
    ["nothing", "", ""],
    ["a version", "1.18", "1.18"],
    ["two lines and a tab", "1.18\n-----> Done\t!", "1.18\\x0a-----> Done\\x09!"],
    ["what terminals act on", "1.18\x1b[31m\x07\u202ey", "1.18\\x1b[31m\\x07\\u202ey"],
    ["80 characters", "1".repeat(80), "1".repeat(80)],
    ["one more", "1".repeat(81), `${"1".repeat(79)}…`],
    ["6000", "1".repeat(6000), `${"1".repeat(79)}…`],
    ["80 that take two units", "🎉".repeat(80), "🎉".repeat(80)],
    ["one more of these", "🎉".repeat(81), `${"🎉".repeat(79)}…`],
    ["20 that take four columns", "\0".repeat(20), "\\x00".repeat(20)],
  ])("quotes %s", (_, value, quoted) => {
    expect(quotable(value)).toBe(quoted)
  })
})

it("cuts earlier where that is wanted", () => {
  expect(quotable("~> 1.17 and < 1.19", 10)).toBe("~> 1.17 a…")
})

it.each(["step", "detail", "warning"] as const)("shows what acts in an event of kind %s", (kind) => {
  expect(visibleEvent({ kind, text: "a\x1bb\nc" })).toEqual({ kind, text: "a\\x1bb\nc" })
})

it("leaves the lines of tools to them", () => {
  const event = { kind: "tool", text: "\x1b[31mred\x1b[39m" } as const
  expect(visibleEvent(event)).toBe(event)
})

it.each(acting)("says character %d in JSON by its number alone", (code) => {
  const value = { asked: [`1.18${String.fromCodePoint(code)}`] }
  const json = visibleJson(value)
  expect(json).toBe(visible(json))
  expect(JSON.parse(json)).toEqual(value)
})
