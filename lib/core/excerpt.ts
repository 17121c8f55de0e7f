/** A place in a text: line and column count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** The line and column of an offset. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  const start = before.lastIndexOf("\n") + 1
  return { line: before.split("\n").length, column: offset - start + 1 }
}

/** The line at a position, numbered, with a caret under the column. */
export function excerpt(text: string, { line, column }: Position): string {
  const gutter = `${line} | `
  const source = (text.split("\n")[line - 1] ?? "").replaceAll("\t", " ").trimEnd()
  return `${gutter}${source}\n${" ".repeat(gutter.length + column - 1)}^`
}
