import type { Line } from "../machine/box.ts"

/** A step of a build, in seconds since its start. */
export interface Span {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** The steps that `bin/report` tells of, in seconds back from the build's end: what it does before it counts is not known there. */
export function reportedSteps(report: Readonly<Record<string, unknown>>): readonly Span[] {
  const whole = Number(report.duration)
  return Object.keys(report).flatMap((key): readonly Span[] => {
    const [, name] = /^(.+)_start$/.exec(key) ?? []
    if (name === undefined) return []
    const from = Number(report[key]) - whole
    return [{ name, from, to: from + Number(report[`${name}_duration`]) }]
  })
}

/** Steps that count back from an end, since the start. */
export function endingAt(end: number, steps: readonly Span[]): readonly Span[] {
  return steps.map(({ name, from, to }) => ({ name, from: Math.max(0, end + from), to: end + to }))
}

/** The steps of a log in which each begins with an arrow, and ends where the next one does. */
export function spansOf(lines: readonly Line[], end: number): readonly Span[] {
  const starts = lines.filter(({ text }) => text.startsWith("-----> "))
  return starts.map(({ text, at }, index) => ({
    name: text.slice("-----> ".length),
    from: at,
    to: starts[index + 1]?.at ?? end,
  }))
}
