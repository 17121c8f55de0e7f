import { visible } from "./visible.ts"

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

const WIDTH = 80 // characters of a line, as far as they are shown
const BEFORE = 60 // of these, at most so many before the column

/** The line at a position, numbered, with a caret under the column; of a long line what is around it. */
export function excerpt(text: string, { line, column }: Position): string {
  const gutter = `${line} | `
  const source = (text.split("\n")[line - 1] ?? "").replaceAll("\t", " ").trimEnd()
  const at = column - 1
  const start = source.length <= WIDTH ? 0 : Math.max(0, at - BEFORE)
  const end = start + WIDTH
  const before = visible((start > 0 ? "…" : "") + source.slice(start, at).padEnd(at - start))
  const behind = visible(source.slice(at, end)) + (source.length > end ? "…" : "")
  return `${`${gutter}${before}${behind}`.trimEnd()}\n${" ".repeat(gutter.length + before.length)}^`
}
