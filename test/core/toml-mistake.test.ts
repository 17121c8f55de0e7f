import { parse, TomlError } from "smol-toml"
import { expect, it } from "vitest"
import { tomlMistake } from "../../lib/core/toml-mistake.ts"

function mistakeIn(text: string): string | undefined {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof TomlError) return tomlMistake(text, error)
    throw error
  }
  return undefined
}

it("shows the place and what the parser says, each once", () => {
  expect(mistakeIn('[tools]\nerlang = 27.3.4\nelixir = "1.18.4"\n')).toMatchInlineSnapshot(`
    "2 | erlang = 27.3.4
                     ^

    What the parser says: illegal character in numeric literal."
  `)
  expect(mistakeIn('a = "1"\na = "2"\n')).toMatchInlineSnapshot(`
    "2 | a = "2"
        ^

    What the parser says: trying to redefine an already defined table or value."
  `)
})
