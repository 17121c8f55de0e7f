const part = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|[^\s'"\\]+/gs
const word = new RegExp(`(?:${part.source})+`, "sy")
const gap = /\s*/y

/**
 * The words of a text as a shell parts them: at white space that is neither quoted nor escaped. Nothing is expanded; `$`
 * and `*` stand for themselves. Undefined when a quote is never closed.
 */
export function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = []
  let at = lengthOf(gap, text, 0)
  while (at < text.length) {
    const length = lengthOf(word, text, at)
    if (length === 0) return undefined
    words.push(meaning(text.slice(at, at + length)))
    at += length
    at += lengthOf(gap, text, at)
  }
  return words
}

/** How far a sticky pattern reaches from a place. */
function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 0
}

/** A word without its quotes. In double quotes a backslash is one, unless the next character has a meaning there. */
function meaning(quoted: string): string {
  return quoted.replace(
    part,
    (bare: string, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\(["$\\`])/g, "$1") ?? escaped ?? bare,
  )
}
