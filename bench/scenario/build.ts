import { execa } from "execa"
import { exists } from "../../lib/io/files.ts"
import type { Box, Ended } from "../machine/box.ts"
import { sizeOf } from "../machine/files.ts"
import { modulesCompiled } from "../measure/log.ts"
import { type MeasuredStep, withCpu } from "../measure/steps.ts"
import { type Traffic, totalOf } from "../upstream/kinds.ts"
import type { Upstream } from "../upstream/upstream.ts"
import { boot } from "./boot.ts"
import type { Builder } from "./builder.ts"
import { onHost, place, putInPlace } from "./place.ts"
import type { Scenario } from "./scenarios.ts"

/** One build and what came of it. */
export interface Build {
  /** Seconds, bytes and counts by name, as in the results. */
  readonly figures: Readonly<Record<Figure, number>>
  readonly steps: readonly MeasuredStep[]
  readonly traffic: Traffic
}

/** What is measured of a build, with its unit in its name; README.md says how. */
export type Figure =
  | "wall_s"
  | "cpu_s"
  | "other_cpu_s"
  | "bytes"
  | "requests"
  | "modules"
  | "slug_bytes"
  | "cache_bytes"
  | "boot_s"
  | "boot_modules"
  | "rss_bytes"

/** Where builds are made, one after the other. */
export interface Site {
  readonly box: Box
  readonly upstream: Upstream
  /** How many modules the applications of rebar3 have. */
  readonly erlang: Readonly<Record<string, number>>
}

/** Builds a push and starts what came of it. `kept` is where the first push's cache is, or is put when there is none yet. */
export async function build(site: Site, builder: Builder, scenario: Scenario, kept: string): Promise<Build> {
  const { box, upstream } = site
  const folders = await place(box, scenario, kept, builder.vars)
  upstream.traffic()
  const ended = await box.run(builder.command(folders), builder.env)
  const traffic = upstream.traffic()
  if (ended.exitCode !== 0) throw new Error(`${builder.name} failed:\n${logOf(ended)}`)
  const cache = onHost(box, folders.cache)
  if (!(await exists(kept))) await execa("cp", ["-a", cache, kept])
  const spans = await builder.steps(box, folders, ended)
  const web = await builder.web(box, folders)
  await putInPlace(box, folders)
  const booted = await boot(box, web)
  return {
    figures: {
      wall_s: ended.wall,
      cpu_s: ended.cpu.at(-1)?.used ?? 0,
      other_cpu_s: ended.otherCpu,
      ...totalOf(traffic),
      modules: modulesCompiled(ended.lines, site.erlang),
      slug_bytes: await slugSize(box.app),
      cache_bytes: await sizeOf(cache),
      boot_s: booted.seconds,
      boot_modules: booted.modules,
      rss_bytes: ended.memory,
    },
    steps: withCpu(spans, ended.cpu),
    traffic,
  }
}

/** As an archive, which is what the platform keeps. */
async function slugSize(folder: string): Promise<number> {
  const { stdout } = await execa("tar", ["-C", folder, "-czf", "-", "."], { buffer: { stdout: false } }).pipe("wc", [
    "-c",
  ])
  return Number(stdout)
}

function logOf({ lines }: Ended): string {
  return lines.map(({ at, text }) => `${at.toFixed(1).padStart(6)}  ${text}`).join("\n")
}
