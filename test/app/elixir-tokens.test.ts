import { describe, expect, it } from "vitest"
import { elixirTokens } from "../../lib/app/elixir-tokens.ts"

describe("elixirTokens", () => {
  it.each([
    ["comments", "a # b [ \" '\nc", ["name a", "name c"]],
    [
      "keywords",
      'app: :hello, "assets.deploy": 1',
      ["key app", "atom hello", "operator ,", "key assets.deploy", "other 1"],
    ],
    [
      "atoms",
      ':a :"b c" :ok? A.b :+',
      ["atom a", "atom b c", "atom ok?", "name A", "operator .", "name b", "operator :+"],
    ],
    ["types are no keywords", "a::b", ["name a", "operator ::", "name b"]],
    ["attributes", '@version "1"', ["attribute version", "string 1"]],
    ["escapes", '"a\\"b\\n" x', ['string a"b\n', "name x"]],
    ["interpolation", '"a #{f("}", %{b: 1})} c" x', ["other ", "name x"]],
    ["unfinished interpolation", '"a #{f(', ["other "]],
    ["charlists", "'it \\' is' x", ["string it ' is", "name x"]],
    ["heredocs", '"""\nreleases: [\n"quoted"\n""" x', ['string \nreleases: [\n"quoted"\n', "name x"]],
    ["charlist heredocs", "'''\n[ ' \n''' x", ["string \n[ ' \n", "name x"]],
    [
      "sigils",
      '~r/["(]/iu ~s(a #{")"} b) ~S(#{) ~w[a b]a x',
      ['other ~r/["(]/iu', "other ~s", "other ~S(#{)", "other ~w[a b]a", "name x"],
    ],
    ["sigil heredocs", '~S"""\n#{ " [\n""" x', ['other ~S"""\n#{ " [\n"""', "name x"]],
    ["named sigils", '~HTML"[" x', ['other ~HTML"["', "name x"]],
    ["char literals", '?" ?\\s ?# x', ['other ?"', "other ?\\s", "other ?#", "name x"]],
    ["brackets", "%{a: [1]}", ["operator %", "open {", "key a", "open [", "other 1", "close ]", "close }"]],
    ["anything else", "§ `", ["other §", "other `"]],
  ])("reads %s", (_, source, expected) => {
    expect(elixirTokens(source).map((token) => `${token.kind} ${token.text}`)).toEqual(expected)
  })

  it("counts lines through strings, comments and Windows line ends", () => {
    const tokens = elixirTokens('a\r\n"b\nc" d # e\n"#{\n1}" f')
    expect(tokens.map(({ text, line, first }) => [text, line, first])).toEqual([
      ["a", 1, true],
      ["b\nc", 2, true],
      ["d", 3, false],
      ["", 4, true],
      ["f", 5, false],
    ])
  })
})
