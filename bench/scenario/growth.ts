import { median } from "../measure/median.ts"
import type { Sizes } from "../prepare/prepare.ts"
import { markdown } from "../report/table.ts"
import { type BenchOptions, runBench } from "./run.ts"

const usual: Sizes = { modules: 60, dependencies: 30 }
const grown: readonly Sizes[] = [
  ...[100, 300, 1000].map((modules) => ({ ...usual, modules })),
  ...[10, 50, 150].map((dependencies) => ({ ...usual, dependencies })),
]

/** Seconds of an app's builds. */
export interface Growth extends Sizes {
  readonly cold_s: number
  readonly unchanged_s: number
  readonly module_s: number
  readonly unchanged_modules: number
}

type GrowthOptions = Omit<BenchOptions, "sizes" | "scenarios">

/** Builds apps of growing sizes: once cold, then as often as `runs` says unchanged and with one module changed. */
export async function measureGrowth(options: GrowthOptions, say: (line: string) => void): Promise<readonly Growth[]> {
  const rows: Growth[] = []
  for (const sizes of grown) {
    const walls: Record<string, number[]> = {}
    let compiled = 0
    for await (const { scenario, build } of runBench({
      ...options,
      sizes,
      scenarios: ["cold", "unchanged", "module"],
    })) {
      walls[scenario] = [...(walls[scenario] ?? []), build.figures.wall_s]
      if (scenario === "unchanged") compiled = build.figures.modules
      say(
        `${sizes.modules} modules, ${sizes.dependencies} dependencies, ${scenario}: ${build.figures.wall_s.toFixed(1)} s`,
      )
    }
    const of = (scenario: string): number => median(walls[scenario] ?? [])
    const figures = { cold_s: of("cold"), unchanged_s: of("unchanged"), module_s: of("module") }
    rows.push({ ...sizes, ...figures, unchanged_modules: compiled })
  }
  return rows
}

/** As a table of Markdown. */
export function growthTable(rows: readonly Growth[]): string {
  return markdown(
    ["modules", "dependencies", "cold s", "unchanged s", "one module s", "compiled when unchanged"],
    rows.map((row) => [
      String(row.modules),
      String(row.dependencies),
      ...[row.cold_s, row.unchanged_s, row.module_s].map((value) => value.toFixed(1)),
      String(row.unchanged_modules),
    ]),
  )
}
