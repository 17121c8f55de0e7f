import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { excerpt, positionAt } from "../core/excerpt.ts"
import { prose } from "../core/prose.ts"
import type { Setting } from "../core/setting.ts"
import { type Cursor, type Lookup, readWord, readWords, refuseBare, WordError } from "./bash-word.ts"

/**
 * The settings of a buildpack's config file, by key. The last of a key counts. The text of an array, such as
 * `(branch main)`, is its words with one space between them.
 */
export type BuildpackConfig = ReadonlyMap<string, Setting<string>>

/** A config file that was read. */
export interface ParsedConfig {
  readonly settings: BuildpackConfig
  /** The keys that values of the file itself refer to, such as `MIX` in `hook_compile="$MIX compile"`. */
  readonly used: ReadonlySet<string>
}

/**
 * Reads `elixir_buildpack.config` and its like: bash assignments, read and never run. `$VAR` is an earlier key of the
 * file, else a variable of `env`. Throws `config/syntax` for everything that is not an assignment.
 */
export function parseBuildpackConfig(source: string, file: string, env: Env): ParsedConfig {
  const text = source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n")
  const settings = new Map<string, Setting<string>>()
  const variables = new Map<string, string>()
  const used = new Set<string>()
  const lookup: Lookup = (name) => {
    if (variables.has(name)) used.add(name)
    return variables.get(name) ?? env[name]
  }
  const cursor: Cursor = { text, at: 0 }
  try {
    for (let gap = skipGap(cursor); cursor.at < text.length; gap = skipGap(cursor)) {
      const { line } = positionAt(text, cursor.at)
      const key = readKey(cursor, gap)
      const words = text[cursor.at] === "(" ? readWords(cursor, lookup) : [readWord(cursor, lookup)]
      settings.set(key, { value: words.join(" "), origin: { kind: "file", file, line } })
      // Bash gives the first word for an array's name.
      variables.set(key, words[0] ?? "")
    }
  } catch (error) {
    throw error instanceof WordError ? badSyntax(file, text, error) : error
  }
  return { settings, used }
}

/** Steps over white space, `;` and comments, and returns what it stepped over. */
function skipGap(cursor: Cursor): string {
  const gap = /^(?:[ \t\n;]|\\\n|#.*)*/.exec(cursor.text.slice(cursor.at))?.[0] ?? ""
  cursor.at += gap.length
  return gap
}

/** Reads `KEY=`, or `export KEY=` where a statement begins. */
function readKey(cursor: Cursor, gap: string): string {
  const begins = cursor.at === gap.length || /[\n;]/.test(gap)
  const rest = cursor.text.slice(cursor.at)
  const [whole = "", exported, key] = /^(export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=/.exec(rest) ?? []
  if (key === undefined || (exported !== undefined && !begins)) throw notAssignment(cursor, rest, begins)
  cursor.at += whole.length
  return key
}

function notAssignment(cursor: Cursor, rest: string, begins: boolean): WordError {
  const { at } = cursor
  if (/^(?:<{7}|={7}|>{7})/.test(rest)) {
    return new WordError(at, "git left this here", "Finish the merge: keep one of the two versions, and commit it")
  }
  refuseBare(cursor)
  if (/^\w+(?:\+=|\[)/.test(rest)) {
    return new WordError(at, "+= and KEY[...]= are not supported", "Write the whole value at once: KEY=value")
  }
  if (/^\w+[ \t]+=/.test(rest)) {
    return new WordError(at + rest.search(/[ \t]/), "a space stands before the =", "Write it without spaces: KEY=value")
  }
  if (!begins) {
    return new WordError(
      at,
      "the value ended before this",
      'Write no space after the =, and quotes around a value with spaces: KEY="..."',
    )
  }
  if (/^[^\s=]+=/.test(rest)) {
    return new WordError(at, "this is not a name", "A name has letters, digits and _ only, and no digit in front")
  }
  return new WordError(at, "this is not KEY=value", "Keep commands out of this file: it is read, never run")
}

function badSyntax(file: string, text: string, error: WordError): BuildpackError {
  const position = positionAt(text, error.offset)
  return new BuildpackError("config/syntax", `${file}:${position.line}: ${error.message}`, {
    help: prose`
      ${excerpt(text, position)}

      ${error.advice}

      The file may hold lines like these, and nothing else:
        # a comment
        KEY=value
        KEY="a value with spaces"   # and a comment
        export KEY='value'
        KEY=${"$"}{VARIABLE:-default}
        KEY=(several words)
    `,
    cause: error,
  })
}
