/** What is wrong at one place of a config file, and what to write instead. */
export class WordError extends Error {
  readonly offset: number
  readonly advice: string

  constructor(offset: number, problem: string, advice: string) {
    super(problem)
    this.offset = offset
    this.advice = advice
  }
}

/** A place in a text that moves on as the text is read. */
export interface Cursor {
  readonly text: string
  at: number
}

/** The value of a variable; one without a value is empty, as in bash. */
export type Lookup = (name: string) => string | undefined

/** How far to read, and whether the text stands in double quotes, where most characters are only themselves. */
interface Context {
  readonly until: RegExp
  readonly quoted: boolean
}

const noCommand = "Write the value itself: this file is read, never run"
const bareRefusals: Readonly<Record<string, readonly [problem: string, advice: string]>> = {
  "(": ["a ( stands here", 'Write no space between = and (, or put the whole value in double quotes: KEY="..."'],
  ")": quotesNeeded(")"),
  "|": quotesNeeded("|"),
  "&": quotesNeeded("&"),
  "<": quotesNeeded("<"),
  ">": quotesNeeded(">"),
}

function quotesNeeded(char: string): [problem: string, advice: string] {
  return [`a ${char} stands outside quotes`, 'Put the whole value in double quotes: KEY="..."']
}

/** Reads one word as bash does in an assignment: bare, quoted and `$VAR` parts, up to white space or `;`. */
export function readWord(cursor: Cursor, lookup: Lookup): string {
  return readParts(cursor, lookup, { until: /[ \t\n;]/, quoted: false })
}

/** Reads the words of an array, from its ( to its ), over as many lines as it takes. */
export function readWords(cursor: Cursor, lookup: Lookup): readonly string[] {
  const start = cursor.at
  const words: string[] = []
  cursor.at += 1
  for (;;) {
    cursor.at += /^(?:[ \t\n]|\\\n|#.*)*/.exec(cursor.text.slice(cursor.at))?.[0].length ?? 0
    const char = cursor.text[cursor.at]
    if (char === undefined) throw unclosed(start, "(", ")")
    if (char === ";") throw new WordError(cursor.at, ...quotesNeeded(";"))
    if (char === ")") break
    words.push(readParts(cursor, lookup, { until: /[ \t\n;)]/, quoted: false }))
  }
  cursor.at += 1
  return words
}

function readParts(cursor: Cursor, lookup: Lookup, context: Context): string {
  let value = ""
  for (;;) {
    const char = cursor.text[cursor.at]
    if (char === undefined || context.until.test(char)) return value
    value += readPart(cursor, char, lookup, context.quoted)
  }
}

function readPart(cursor: Cursor, char: string, lookup: Lookup, quoted: boolean): string {
  if (char === "`") throw new WordError(cursor.at, "backquotes run a command", noCommand)
  if (char === "\\") return escaped(cursor, quoted)
  if (char === "$") return expansion(cursor, lookup, quoted)
  if (char === '"') return doubleQuoted(cursor, lookup)
  if (char === "'" && !quoted) return singleQuoted(cursor)
  if (!quoted) refuseBare(cursor)
  cursor.at += 1
  return char
}

/** Refuses what may stand in quotes only: operators of the shell, and look-alikes of its quotes and spaces. */
export function refuseBare({ text, at }: Cursor): void {
  const char = text[at] ?? ""
  const refusal = bareRefusals[char]
  if (refusal !== undefined) throw new WordError(at, ...refusal)
  if (/[\u2018-\u201f\u00ab\u00bb\u2032\u2033]/.test(char)) {
    throw new WordError(at, `${char} is a typographic quote`, `Retype it as a plain " or '`)
  }
  if (/[\u00a0\u2000-\u200f\u202f\u3000\ufeff]/.test(char)) {
    const code = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")
    throw new WordError(
      at,
      `an invisible character, U+${code}, stands here`,
      "Delete it, and type a plain space if one is wanted",
    )
  }
}

function singleQuoted(cursor: Cursor): string {
  const start = cursor.at
  const end = cursor.text.indexOf("'", start + 1)
  if (end < 0) throw unclosed(start, "'", "'")
  cursor.at = end + 1
  return cursor.text.slice(start + 1, end)
}

function doubleQuoted(cursor: Cursor, lookup: Lookup): string {
  const start = cursor.at
  cursor.at += 1
  const value = readParts(cursor, lookup, { until: /"/, quoted: true })
  if (cursor.text[cursor.at] === undefined) throw unclosed(start, '"', '"')
  cursor.at += 1
  return value
}

/** A backslash joins lines. It takes the meaning of the next character, in double quotes only of those that have one. */
function escaped(cursor: Cursor, quoted: boolean): string {
  const char = cursor.text[cursor.at + 1] ?? ""
  cursor.at += 1 + char.length
  if (char === "\n") return ""
  return quoted && !/["$\\`]/.test(char) ? `\\${char}` : char
}

function expansion(cursor: Cursor, lookup: Lookup, quoted: boolean): string {
  const start = cursor.at
  const next = cursor.text[start + 1] ?? ""
  if (next === "{") return braced(cursor, lookup, quoted)
  if (next === "(") throw new WordError(start, "$( ) runs a command", noCommand)
  const variable = nameAt(cursor.text, start + 1)
  if (variable !== undefined) {
    cursor.at += 1 + variable.length
    return lookup(variable) ?? ""
  }
  if (/[0-9@*#?$!-]/.test(next) || (!quoted && /["']/.test(next))) {
    throw new WordError(
      start,
      `$${next} is not supported`,
      "Write \\$ for a dollar sign, or put the value in single quotes",
    )
  }
  cursor.at += 1
  return "$"
}

/** `${VAR}`, `${VAR-default}` and `${VAR:-default}`. */
function braced(cursor: Cursor, lookup: Lookup, quoted: boolean): string {
  const start = cursor.at
  const variable = nameAt(cursor.text, start + 2) ?? ""
  cursor.at += 2 + variable.length
  const sign = [":-", "-"].find((sign) => cursor.text.startsWith(sign, cursor.at)) ?? ""
  cursor.at += sign.length
  const fallback = sign === "" ? "" : readParts(cursor, lookup, { until: /}/, quoted })
  const end = cursor.text[cursor.at]
  if (end === undefined) throw unclosed(start, "${", "}")
  if (end !== "}" || variable === "") throw unsupported(start)
  cursor.at += 1
  const value = lookup(variable)
  return value === undefined || (value === "" && sign === ":-") ? fallback : value
}

function nameAt(text: string, at: number): string | undefined {
  return /^[A-Za-z_][A-Za-z0-9_]*/.exec(text.slice(at, at + 200))?.[0]
}

function unclosed(offset: number, open: string, close: string): WordError {
  return new WordError(offset, `this ${open} is never closed`, `Close it with a ${close}`)
}

function unsupported(offset: number): WordError {
  return new WordError(offset, `this form of \${ } is not supported`, `Supported are \${NAME} and \${NAME:-default}`)
}
