import type { Line } from "../machine/box.ts"
import { type CpuSample, cpuBetween } from "./cpu.ts"

/** A step of a build, in seconds since its start. */
export interface Span {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** A step, and the seconds of CPU time that the whole container had meanwhile: what ran beside it has its share in them. */
export interface MeasuredStep extends Span {
  readonly cpu: number
}

/** Steps with what `samples` tell of them. */
export function withCpu(spans: readonly Span[], samples: readonly CpuSample[]): readonly MeasuredStep[] {
  return spans.map((span) => ({ ...span, cpu: cpuBetween(samples, span.from, span.to) }))
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

const ARROW = "-----> "

/** Whether a step begins with this line of a log. */
export function isStepLine(text: string): boolean {
  return text.startsWith(ARROW)
}

/** The steps of a log in which each begins with an arrow, and ends where the next one does. */
export function spansOf(lines: readonly Line[], end: number): readonly Span[] {
  const starts = lines.filter(({ text }) => isStepLine(text))
  return starts.map(({ text, at }, index) => ({
    name: text.slice(ARROW.length),
    from: at,
    to: starts[index + 1]?.at ?? end,
  }))
}
