import { join } from "node:path"
import { type Box, startBox } from "../machine/box.ts"
import type { Machine } from "../machine/machine.ts"
import { makeFullOtp } from "../prepare/otp.ts"
import { type Prepared, prepare, type Sizes } from "../prepare/prepare.ts"
import { startUpstream, type Upstream } from "../upstream/upstream.ts"
import type { WireOptions } from "../upstream/wire.ts"
import { type Build, build } from "./build.ts"
import { type Builder, beampack, plain } from "./builder.ts"
import { type ScenarioName, scenarioNames, scenariosOf } from "./scenarios.ts"

/** As in the results: `beampack` or `plain`. */
export type BuilderName = Builder["name"]

/** A build of a scenario. */
export interface Measured {
  readonly scenario: ScenarioName
  readonly builder: BuilderName
  readonly build: Build
}

/** What is built, by whom, how often, and how far upstream is from there. */
export interface BenchOptions {
  readonly machine: Machine
  readonly sizes: Sizes
  readonly wire: WireOptions
  readonly scenarios: readonly ScenarioName[]
  readonly builders: readonly BuilderName[]
  readonly runs: number
}

/**
 * Builds the scenarios, as often as `runs` says, and tells each build when it is done. Every one begins with what the first
 * cold build of its builder has left. The builders take turns, so that what else the machine does hits all of them.
 */
export async function* runBench(options: BenchOptions): AsyncGenerator<Measured> {
  const { machine, sizes, runs } = options
  const prepared = await prepare(machine, sizes)
  const mirror = [await makeFullOtp(machine), machine.mirror, prepared.hex]
  const upstream = await startUpstream({ ...options.wire, mirror, npm: prepared.npm })
  const box = await boxFor(machine, prepared)
  try {
    const scenarios = scenariosOf(prepared, sizes)
    const all = [beampack(upstream), plain(upstream)].filter(({ name }) => options.builders.includes(name))
    const one = (scenario: ScenarioName, builder: Builder): Promise<Build> => {
      const site = { box, upstream, erlang: prepared.erlang }
      return build(
        site,
        builder,
        scenarios[scenario],
        join(machine.work, `kept-${sizes.modules}-${sizes.dependencies}-${builder.name}`),
      )
    }
    if (!options.scenarios.includes("cold")) for (const builder of all) await one("cold", builder)
    const wanted = scenarioNames.filter((name) => options.scenarios.includes(name))
    for (let run = 0; run < runs; run++) {
      for (const scenario of wanted) {
        const turn = run % 2 === 0 ? all : all.toReversed()
        for (const builder of turn) yield { scenario, builder: builder.name, build: await one(scenario, builder) }
      }
    }
  } finally {
    await close(box, upstream)
  }
}

function boxFor({ images, pair }: Machine, { hex }: Prepared): Promise<Box> {
  const own = (path: string): string => join(import.meta.dirname, path)
  return startBox(images.build, [
    { from: pair, to: "/buildpack", readOnly: true },
    { from: own("../plain.sh"), to: "/bench/plain.sh", readOnly: true },
    { from: own("../../test/support/stack/platform/dyno.sh"), to: "/bench/dyno.sh", readOnly: true },
    { from: join(hex, "installs.pem"), to: "/bench/upstream.pem", readOnly: true },
  ])
}

async function close(box: Box, upstream: Upstream): Promise<void> {
  await box.remove()
  await upstream.close()
}
