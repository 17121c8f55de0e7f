/**
 * Measures beampack beside the plain sequential build; README.md says how and what. `--only` names scenarios, `--runs` how
 * often each is built, `--short` is `--runs 1`. `--modules` and `--dependencies` are the app's sizes, `--latency` (ms) and
 * `--bandwidth` (MB/s) the way to upstream. `--out` is the folder for result.json and timeline.svg. `--growth` measures
 * builds of growing apps instead.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { cpus, totalmem } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { prepareMachine } from "./machine/machine.ts"
import { resultOf, typical } from "./report/result.ts"
import { stepsOf, tableOf } from "./report/table.ts"
import { type Track, timeline } from "./report/timeline.ts"
import type { Build } from "./scenario/build.ts"
import { growthTable, measureGrowth } from "./scenario/growth.ts"
import { type BuilderName, type Measured, runBench } from "./scenario/run.ts"
import { type ScenarioName, scenarioNames } from "./scenario/scenarios.ts"

const { values } = parseArgs({
  options: {
    only: { type: "string", default: scenarioNames.join(",") },
    runs: { type: "string", default: "5" },
    short: { type: "boolean", default: false },
    modules: { type: "string", default: "60" },
    dependencies: { type: "string", default: "30" },
    latency: { type: "string", default: "50" },
    bandwidth: { type: "string", default: "20" },
    out: { type: "string", default: import.meta.dirname },
    growth: { type: "boolean", default: false },
  },
})
const builders: readonly BuilderName[] = ["beampack", "plain"]
const scenarios = values.only.split(",").map(scenarioNamed)
const runs = values.short ? 1 : Number(values.runs)
const sizes = { modules: Number(values.modules), dependencies: Number(values.dependencies) }
const wire = { latency: Number(values.latency), bandwidth: Number(values.bandwidth) * 1e6 }

await mkdir(values.out, { recursive: true })
const machine = await prepareMachine()
try {
  if (values.growth) await growth()
  else await compare()
} finally {
  await machine.release()
}

async function compare(): Promise<void> {
  const all: Measured[] = []
  for await (const one of runBench({ machine, sizes, wire, scenarios, builders, runs })) {
    all.push(one)
    say(`${one.scenario} ${one.builder}: ${summary(one.build.figures)}`)
    // What is done is kept, also when the rest is interrupted.
    await write(all)
  }
  const result = resultOf(all, await aboutMachine(), wire.bandwidth)
  say(`\n${tableOf(result)}\n\nEach cell: beampack / plain build. Steps: wall / CPU seconds.\n\n${stepsOf(result)}`)
}

function summary({ wall_s, cpu_s, other_cpu_s, modules, bytes }: Build["figures"]): string {
  const time = `${wall_s.toFixed(1)} s, CPU ${cpu_s.toFixed(1)} s (others ${other_cpu_s.toFixed(1)} s)`
  return `${time}, ${modules} modules, ${(bytes / 1e6).toFixed(1)} MB`
}

async function growth(): Promise<void> {
  const rows = await measureGrowth({ machine, wire, builders: ["beampack"], runs }, say)
  await writeFile(join(values.out, "growth.json"), `${JSON.stringify(rows, undefined, 2)}\n`)
  say(`\n${growthTable(rows)}`)
}

async function write(all: readonly Measured[]): Promise<void> {
  const result = resultOf(all, await aboutMachine(), wire.bandwidth)
  await writeFile(join(values.out, "result.json"), `${JSON.stringify(result, undefined, 2)}\n`)
  const tracks = scenarioNames.flatMap((scenario): readonly Track[] => {
    const builds = builders.flatMap((name) => {
      const build = typical(all, scenario, name)
      return build === undefined ? [] : [{ name, steps: build.steps, wall: build.figures.wall_s }]
    })
    return builds.length === 0 ? [] : [{ scenario, builds }]
  })
  await writeFile(join(values.out, "timeline.svg"), timeline(tracks))
}

async function aboutMachine(): Promise<Readonly<Record<string, string | number>>> {
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, "../package.json"), "utf8"))
  return {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? "unknown",
    memory_bytes: totalmem(),
    beampack: version,
    runs,
    ...sizes,
    latency_ms: wire.latency,
    bandwidth_bytes_per_s: wire.bandwidth,
  }
}

function scenarioNamed(name: string): ScenarioName {
  const found = scenarioNames.find((each) => each === name)
  if (found === undefined) throw new Error(`--only knows ${scenarioNames.join(", ")}, and not ${name}`)
  return found
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
