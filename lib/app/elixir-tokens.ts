/** One token of Elixir source. Strings, charlists and sigils are one token each; comments and white space are none. */
export interface Token {
  readonly kind: "name" | "key" | "atom" | "string" | "attribute" | "open" | "close" | "operator" | "other"
  /** The name without its sigil or colon, the value of a string, or all of an operator, or of a sigil that interpolates nothing. */
  readonly text: string
  /** Counted from 1. */
  readonly line: number
  /** First on its line. */
  readonly first: boolean
}

const name = /[\p{L}_][\p{L}\p{N}_]*[?!]?/uy
const operator = /[+\-*/|<>=!&^\\~%.:$]+/y
const sigil = /~(?:[a-z]|[A-Z][A-Z0-9]*)(?=["'/|([{<])/y
/** What neither ends nor escapes anything in a string or a sigil. */
const plain = /[^\\#"'/|)\]}>]+/y
const modifiers = /[A-Za-z0-9]*/y
const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" }
const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", s: " ", "0": "\0" }

/** The tokens of Elixir source. Never fails: what the source leaves open ends where the source ends. */
export function elixirTokens(source: string): readonly Token[] {
  return new Lexer(source).tokens(undefined)
}

type Read = Pick<Token, "kind" | "text">

class Lexer {
  private readonly source: string
  private at = 0
  private line = 1

  constructor(source: string) {
    this.source = source
  }

  /** The tokens up to the closing brace of an interpolation, or to the end of the source. */
  tokens(until: "}" | undefined): readonly Token[] {
    const tokens: Token[] = []
    let first = true
    let depth = 0
    while (this.at < this.source.length) {
      const { line } = this
      const char = this.source.charAt(this.at)
      if (char === until && depth === 0) break
      const read = this.blank(char) ? undefined : this.read(char)
      if (read === undefined) {
        first ||= char === "\n"
        continue
      }
      if (char === "{") depth += 1
      if (char === "}") depth -= 1
      tokens.push({ ...read, line, first })
      first = false
    }
    return tokens
  }

  /** Steps over a white space or a comment. */
  private blank(char: string): boolean {
    if (char !== "#") return /\s/.test(char) && this.take(1) !== ""
    const end = this.source.indexOf("\n", this.at)
    this.at = end < 0 ? this.source.length : end
    return true
  }

  private read(char: string): Read {
    if (char === '"' || char === "'") return this.quoted("string")
    if (char === "?") return { kind: "other", text: this.take(this.source[this.at + 1] === "\\" ? 3 : 2) }
    if ("([{".includes(char)) return { kind: "open", text: this.take(1) }
    if (")]}".includes(char)) return { kind: "close", text: this.take(1) }
    if (",;".includes(char)) return { kind: "operator", text: this.take(1) }
    if (char === "@") return this.prefixed("attribute") ?? this.operator()
    if (char === ":") return this.quotedAtom() ?? this.prefixed("atom") ?? this.operator()
    if (char === "~") return this.sigil() ?? this.operator()
    return this.word() ?? this.operator()
  }

  private operator(): Read {
    const text = this.match(operator)
    return text === undefined
      ? { kind: "other", text: this.take(1) }
      : { kind: "operator", text: this.take(text.length) }
  }

  private word(): Read | undefined {
    const word = this.match(name)
    if (word === undefined) return undefined
    const text = this.take(word.length)
    return { kind: this.keyColon() ? "key" : "name", text }
  }

  /** A name after a `:` or `@`. */
  private prefixed(kind: "atom" | "attribute"): Read | undefined {
    const word = this.match(name, 1)
    return word === undefined ? undefined : { kind, text: this.take(1 + word.length).slice(1) }
  }

  private quotedAtom(): Read | undefined {
    if (!/["']/.test(this.source.charAt(this.at + 1))) return undefined
    this.take(1)
    return this.quoted("atom")
  }

  private quoted(kind: "string" | "atom"): Read {
    const value = this.delimited(this.delimiter(), true)
    if (value === undefined) return { kind: "other", text: "" }
    return { kind: kind === "string" && this.keyColon() ? "key" : kind, text: value }
  }

  /** Steps over the colon that makes `app:` or `"assets.deploy":` a keyword key. */
  private keyColon(): boolean {
    return this.source[this.at] === ":" && this.source[this.at + 1] !== ":" && this.take(1) !== ""
  }

  private sigil(): Read | undefined {
    const start = this.match(sigil)
    if (start === undefined) return undefined
    const from = this.at
    this.take(start.length)
    const value = this.delimited(this.delimiter(), /[a-z]/.test(start))
    this.take(this.match(modifiers)?.length ?? 0)
    return { kind: "other", text: value === undefined ? start : this.source.slice(from, this.at) }
  }

  /** The delimiter that stands here: three quotes open a heredoc. */
  private delimiter(): string {
    const char = this.source.charAt(this.at)
    const three = char.repeat(3)
    return /["']/.test(char) && this.source.startsWith(three, this.at) ? three : char
  }

  /** The text between a delimiter and its end; undefined when it holds an interpolation. */
  private delimited(open: string, interpolates: boolean): string | undefined {
    const close = closers[open] ?? open
    let value = ""
    let whole = true
    this.take(open.length)
    while (this.at < this.source.length && !this.source.startsWith(close, this.at)) {
      if (interpolates && this.source.startsWith("#{", this.at)) {
        whole = false
        this.interpolation()
      } else {
        value += this.take(this.match(plain)?.length ?? 0) || this.character()
      }
    }
    this.take(close.length)
    return whole ? value : undefined
  }

  private character(): string {
    const char = this.take(1)
    if (char !== "\\") return char
    const escaped = this.take(1)
    return escapes[escaped] ?? escaped
  }

  /** Code inside a string is read only to find its end. */
  private interpolation(): void {
    this.take(2)
    this.tokens("}")
    this.take(1)
  }

  private match(pattern: RegExp, offset = 0): string | undefined {
    pattern.lastIndex = this.at + offset
    return pattern.exec(this.source)?.[0]
  }

  private take(length: number): string {
    const text = this.source.slice(this.at, this.at + length)
    this.at += text.length
    this.line += text.split("\n").length - 1
    return text
  }
}
