import type { TomlError } from "smol-toml"
import { excerpt } from "./excerpt.ts"
import { prose } from "./prose.ts"

/** Where a text is no TOML, and what the parser says of it: its message without the excerpt that it carries. */
export function tomlMistake(text: string, error: TomlError): string {
  const [, reason = ""] = /: (.*)$/m.exec(error.message) ?? []
  return prose`
    ${excerpt(text, error)}

    What the parser says: ${reason}.
  `
}
