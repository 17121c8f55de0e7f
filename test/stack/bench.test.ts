/** The benchmark of a small app, for its counts: times are for quieter machines than those that run tests. */
import { join } from "node:path"
import { expect, inject, it } from "vitest"
import { type Prepared, prepare } from "../../bench/prepare/prepare.ts"
import type { Build } from "../../bench/scenario/build.ts"
import { runBench } from "../../bench/scenario/run.ts"
import { type ScenarioName, scenarioNames } from "../../bench/scenario/scenarios.ts"
import { cacheFolder } from "../support/stack/cache.ts"

const sizes = { modules: 8, dependencies: 8 }
const fast = { latency: 0, bandwidth: 1e9 }

/** More than it takes: it builds an app nine times. */
const PATIENCE = 300_000

it("fetches and compiles everything once, then only what is new, and nothing at boot", {
  timeout: PATIENCE,
}, async () => {
  const machine = await readMachine()
  const prepared = await prepare(machine, sizes)
  const { cold, ...warm } = await counted(machine)

  const { traffic } = cold
  expect(traffic["hex-packages"]?.requests).toBe(hexPackages(prepared))
  expect(traffic["npm-packages"]?.requests).toBe(npmPackages(prepared))
  // A list and an archive each; Node's list has the digests in a file of its own.
  expect([traffic.otp, traffic.elixir, traffic.node, traffic.tools].map((count) => count?.requests)).toEqual([
    2, 2, 3, 4,
  ])
  for (const build of [cold, ...Object.values(warm)]) expect(build.figures.boot_modules).toBe(0)

  const { leaf_dep: leaf, core_dep: core, ...others } = warm
  for (const { traffic: asked } of [leaf, core])
    expect(asked).toEqual({ "hex-packages": expect.objectContaining({ requests: 1 }) })
  expect(leaf.figures.modules).toBeLessThan(core.figures.modules)
  expect(core.figures.modules).toBeLessThan(cold.figures.modules)

  const compiled = Object.entries(others).map(([scenario, { figures }]) => [
    scenario,
    figures.modules,
    figures.requests,
  ])
  expect(compiled).toEqual([
    ["unchanged", 0, 0],
    ["module", 1, 0],
    ["template", 1, 0],
    ["assets", 0, 0],
    ["redated", 0, 0],
    ["moved", 0, 0],
  ])
})

async function readMachine() {
  const { images, mirror, registry, packages, work } = inject("stack")
  const realPackages = join(registry.packages, "tarballs")
  return { images, mirror, work, realPackages, pair: packages.pair, cache: await cacheFolder() }
}

async function counted(machine: Awaited<ReturnType<typeof readMachine>>) {
  const builds: Partial<Record<ScenarioName, Build>> = {}
  const options = { machine, sizes, wire: fast, scenarios: scenarioNames, builders: ["beampack"] as const, runs: 1 }
  for await (const { scenario, build } of runBench(options)) builds[scenario] = build
  expect(scenarioNames.filter((name) => builds[name] === undefined)).toEqual([])
  return builds as Readonly<Record<ScenarioName, Build>>
}

/** A line of the lock each. */
function hexPackages({ locks }: Prepared): number {
  return locks.base.match(/\{:hex,/g)?.length ?? 0
}

/** Those of the lock, without the app itself. */
function npmPackages({ packageLock }: Prepared): number {
  return Object.keys(JSON.parse(packageLock).packages).length - 1
}
