import type { ScenarioName } from "../scenario/scenarios.ts"
import type { Result, ScenarioResult } from "./result.ts"

/** The ratios that we want; what has none is only looked at. */
const goals: Readonly<Partial<Record<ScenarioName, number>>> = {
  cold: 0.75,
  unchanged: 0.1,
  module: 0.15,
  template: 0.15,
  leaf_dep: 0.25,
  assets: 0.35,
}

/** A figure of both builds in one cell: beampack's, then the plain one's. */
type Column = readonly [title: string, cell: (name: ScenarioName, result: ScenarioResult) => string]

const columns: readonly Column[] = [
  ["scenario", (name) => name],
  ["wall s", (_, r) => both(r.wall_s, r.plain_wall_s, seconds)],
  ["ratio", (_, r) => r.ratio.toFixed(2)],
  ["goal", (name) => goals[name]?.toFixed(2) ?? ""],
  ["CPU s", (_, r) => both(r.cpu_s, r.plain_cpu_s, seconds)],
  ["modules", (_, r) => both(r.modules, r.plain_modules, String)],
  ["requests", (_, r) => both(r.requests, r.plain_requests, String)],
  ["fetched MB", (_, r) => both(r.bytes, r.plain_bytes, megabytes)],
  ["slug MB", (_, r) => both(r.slug_bytes, r.plain_slug_bytes, megabytes)],
  ["cache MB", (_, r) => both(r.cache_bytes, r.plain_cache_bytes, megabytes)],
  ["boot s", (_, r) => both(r.boot_s, r.plain_boot_s, seconds)],
  ["compiled at boot", (_, r) => both(r.boot_modules, r.plain_boot_modules, String)],
  ["memory MB", (_, r) => megabytes(r.rss_bytes)],
]

/** The results as a table of Markdown, which reads well in a terminal too. */
export function tableOf({ scenarios }: Result): string {
  const rows = Object.entries(scenarios).map(([name, result]) =>
    columns.map(([, cell]) => cell(name as ScenarioName, result)),
  )
  return markdown(
    columns.map(([title]) => title),
    rows,
  )
}

/** The steps of each scenario that took a tenth of a second or more: wall / CPU seconds; and what a cold build adds to what it cannot save. */
export function stepsOf({ scenarios }: Result): string {
  const parts = Object.entries(scenarios).map(([name, { steps, steps_cpu, plain_steps, plain_steps_cpu }]) =>
    [name, `  beampack     ${listed(steps, steps_cpu)}`, `  plain build  ${listed(plain_steps, plain_steps_cpu)}`].join(
      "\n",
    ),
  )
  const { cold } = scenarios
  if (cold === undefined) return parts.join("\n")
  const over = Math.round((cold.wall_s / cold.unavoidable_s - 1) * 100)
  return [...parts, `A cold build takes ${over} % more than the unavoidable ${seconds(cold.unavoidable_s)} s.`].join(
    "\n",
  )
}

type Steps = ScenarioResult["steps"]

function listed(steps: Steps, cpu: Steps): string {
  const long = Object.entries(steps).filter(([, took]) => took >= 0.1)
  return long.map(([name, took]) => `${name} ${both(took, cpu[name] ?? 0, seconds)}`).join(", ")
}

/** A table of Markdown whose columns are as wide as what is in them. */
export function markdown(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, at) => Math.max(title.length, 3, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(" | ")} |`
  const rule = widths.map((width, at) => (at === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`))
  return [line(titles), line(rule), ...rows.map(line)].join("\n")
}

function both(own: number, plain: number, form: (value: number) => string): string {
  return `${form(own)} / ${form(plain)}`
}

function seconds(value: number): string {
  return value.toFixed(1)
}

function megabytes(value: number): string {
  return (value / 1e6).toFixed(1)
}
