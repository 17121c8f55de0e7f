import type { Line } from "../machine/box.ts"

/** A step of a build, in seconds since its start. */
export interface Span {
  readonly name: string
  readonly from: number
  readonly to: number
}

/**
 * The steps of a log in which each begins with an arrow. It ends where the log says how long it took, whatever was printed
 * in between: the log of a step that ran beside another is printed late, and so its time counts back from its end. Without
 * such a line it ends where the next one begins.
 */
export function spansOf(lines: readonly Line[], end: number): readonly Span[] {
  const starts = lines.flatMap((line, index) => (line.text.startsWith("-----> ") ? [{ line, index }] : []))
  return starts.map(({ line, index }, at): Span => {
    const next = starts[at + 1]
    const own = lines.slice(index + 1, next?.index)
    const name = line.text.slice("-----> ".length)
    const done = own.findLast(({ text }) => took(text) !== undefined)
    if (done === undefined) return { name, from: line.at, to: next?.line.at ?? end }
    return { name, from: Math.max(0, done.at - (took(done.text) ?? 0)), to: done.at }
  })
}

/** What "Done in" says, in seconds. */
function took(text: string): number | undefined {
  const [, minutes = "0", seconds] = /^ {7}Done in (?:(\d+)m)?([\d.]+)s$/.exec(text) ?? []
  return seconds === undefined ? undefined : Number(minutes) * 60 + Number(seconds)
}

/** How many source files of Elixir and Erlang were compiled. rebar3 names only applications, whose files the caller knows. */
export function modulesCompiled(lines: readonly Line[], erlang: Readonly<Record<string, number>>): number {
  return lines.reduce((sum, { text }) => sum + compiledBy(text, erlang), 0)
}

function compiledBy(text: string, erlang: Readonly<Record<string, number>>): number {
  const [, files] = /\bCompiling (\d+) files? \(\.(?:ex|erl)\)$/.exec(text) ?? []
  if (files !== undefined) return Number(files)
  const [, application] = /===> Compiling (\w+)$/.exec(text) ?? []
  return application === undefined ? 0 : (erlang[application] ?? 1)
}
