import { median, medians } from "../measure/median.ts"
import type { MeasuredStep } from "../measure/steps.ts"
import type { Build, Figure } from "../scenario/build.ts"
import type { BuilderName, Measured } from "../scenario/run.ts"
import { type ScenarioName, scenarioNames } from "../scenario/scenarios.ts"
import type { Traffic } from "../upstream/kinds.ts"

type Figures = Readonly<Record<Figure, number>>
type Prefixed = { readonly [Name in Figure as `plain_${Name}`]: number }
type Steps = Readonly<Record<string, number>>

/** The medians of a scenario: beampack's, and with a prefix the plain build's. */
export interface ScenarioResult extends Figures, Prefixed {
  /** beampack's wall time, in that of the plain build. */
  readonly ratio: number
  /** Seconds that no build can save which compiles all of it: compiling, building assets, and moving the bytes. */
  readonly unavoidable_s: number
  /** Wall seconds by step. */
  readonly steps: Steps
  readonly plain_steps: Steps
  /** CPU seconds of the container by step, while it ran. */
  readonly steps_cpu: Steps
  readonly plain_steps_cpu: Steps
  readonly traffic: Traffic
  readonly plain_traffic: Traffic
}

/** What `bench/result.json` has. */
export interface Result {
  readonly machine: Readonly<Record<string, string | number>>
  readonly scenarios: Readonly<Partial<Record<ScenarioName, ScenarioResult>>>
}

/** What was measured, with `bandwidth` in bytes a second. A scenario takes part once both builders have built it. */
export function resultOf(all: readonly Measured[], machine: Result["machine"], bandwidth: number): Result {
  const entries = scenarioNames.flatMap((name) => {
    const [own, plain] = [buildsOf(all, name, "beampack"), buildsOf(all, name, "plain")]
    return own.length === 0 || plain.length === 0 ? [] : [[name, compared(own, plain, bandwidth)] as const]
  })
  return { machine, scenarios: Object.fromEntries(entries) }
}

/** The build whose wall time is the median, or just above. */
export function typical(all: readonly Measured[], scenario: ScenarioName, builder: BuilderName): Build | undefined {
  const builds = buildsOf(all, scenario, builder).toSorted((a, b) => a.figures.wall_s - b.figures.wall_s)
  return builds[Math.floor(builds.length / 2)]
}

function buildsOf(all: readonly Measured[], scenario: ScenarioName, builder: BuilderName): readonly Build[] {
  return all.filter((one) => one.scenario === scenario && one.builder === builder).map((one) => one.build)
}

function compared(own: readonly Build[], plain: readonly Build[], bandwidth: number): ScenarioResult {
  const [ownFigures, plainFigures] = [figuresOf(own), figuresOf(plain)]
  const plainSteps = bySteps(plain, took)
  const byHand = (plainSteps.Compile ?? 0) + (plainSteps.Assets ?? 0)
  return {
    ...ownFigures,
    ...(Object.fromEntries(Object.entries(plainFigures).map(([name, value]) => [`plain_${name}`, value])) as Prefixed),
    ratio: rounded(ownFigures.wall_s / plainFigures.wall_s),
    unavoidable_s: rounded(byHand + ownFigures.bytes / bandwidth),
    steps: roundedAll(bySteps(own, took)),
    plain_steps: roundedAll(plainSteps),
    steps_cpu: roundedAll(bySteps(own, ({ cpu }) => cpu)),
    plain_steps_cpu: roundedAll(bySteps(plain, ({ cpu }) => cpu)),
    traffic: own.at(-1)?.traffic ?? {},
    plain_traffic: plain.at(-1)?.traffic ?? {},
  }
}

/** The medians of a figure by step. */
function bySteps(builds: readonly Build[], figure: (step: MeasuredStep) => number): Steps {
  return medians(builds.map(({ steps }) => Object.fromEntries(steps.map((step) => [step.name, figure(step)]))))
}

function took({ from, to }: MeasuredStep): number {
  return to - from
}

function figuresOf(builds: readonly Build[]): Figures {
  const names = Object.keys(builds[0]?.figures ?? {}) as Figure[]
  const pairs = names.map((name) => [name, rounded(median(builds.map(({ figures }) => figures[name])))])
  return Object.fromEntries(pairs) as Figures
}

function roundedAll(numbers: Steps): Steps {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, rounded(value)]))
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
