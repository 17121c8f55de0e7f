/** The benchmark of a small app, for its counts: times are for quieter machines than those that run tests. */
import { join } from "node:path"
import { expect, inject, it } from "vitest"
import { type Prepared, prepare } from "../../bench/prepare/prepare.ts"
import { type Measured, runBench } from "../../bench/scenario/run.ts"
import { cacheFolder } from "../support/stack/cache.ts"

const sizes = { modules: 8, dependencies: 8 }
const fast = { latency: 0, bandwidth: 1e9 }

/** More than it takes: it compiles an app and its dependencies twice. */
const PATIENCE = 300_000

it("fetches everything once, then only what is new, and compiles nothing at boot", { timeout: PATIENCE }, async () => {
  const machine = await readMachine()
  const prepared = await prepare(machine, sizes)
  const { cold, leaf_dep: leaf } = await counted(machine)

  const { traffic } = cold
  expect(traffic["hex-packages"]?.requests).toBe(hexPackages(prepared))
  expect(traffic["npm-packages"]?.requests).toBe(npmPackages(prepared))
  // A list and an archive each; Node's list has the digests in a file of its own.
  expect([traffic.otp, traffic.elixir, traffic.node, traffic.tools].map((count) => count?.requests)).toEqual([
    2, 2, 3, 4,
  ])

  expect(leaf.traffic["hex-packages"]?.requests).toBe(1)
  expect(Object.keys(leaf.traffic).toSorted()).toEqual(["hex-packages"])

  for (const build of [cold, leaf]) expect(build.figures.boot_modules).toBe(0)
})

async function readMachine() {
  const { images, mirror, registry, packages, work } = inject("stack")
  const realPackages = join(registry.packages, "tarballs")
  return { images, mirror, work, realPackages, pair: packages.pair, cache: await cacheFolder() }
}

async function counted(machine: Awaited<ReturnType<typeof readMachine>>) {
  const builds: Partial<Record<string, Measured["build"]>> = {}
  const scenarios = ["cold", "leaf_dep"] as const
  const options = { machine, sizes, wire: fast, scenarios, builders: ["beampack"] as const, runs: 1 }
  for await (const { scenario, build } of runBench(options)) builds[scenario] = build
  const { cold, leaf_dep } = builds
  if (cold === undefined || leaf_dep === undefined) throw new Error("a scenario is missing")
  return { cold, leaf_dep }
}

/** A line of the lock each. */
function hexPackages({ locks }: Prepared): number {
  return locks.base.match(/\{:hex,/g)?.length ?? 0
}

/** Those of the lock, without the app itself. */
function npmPackages({ packageLock }: Prepared): number {
  return Object.keys(JSON.parse(packageLock).packages).length - 1
}
