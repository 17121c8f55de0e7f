import type { BuildPlan, Facts } from "../core/buildpack.ts"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { Layer } from "../core/layer.ts"
import type { Purpose } from "../core/purpose.ts"
import type { Artifact } from "../core/runtime.ts"
import { describeOrigin } from "../core/setting.ts"
import type { Target } from "../core/target.ts"
import { explainDisk } from "../io/disk-error.ts"
import { withoutValues } from "./config-vars.ts"

/** What a build has found out by its end; one that fails early knows little. */
export interface Findings {
  readonly configVars?: Env
  readonly target?: Target
  readonly plans?: readonly BuildPlan[]
  /** The layers that were used. */
  readonly layers?: readonly Layer[]
  /** Whether the result of the build before was used, and no step ran. */
  readonly reused?: boolean
  /** By step, those that failed with them. */
  readonly times?: ReadonlyMap<string, StepTime>
}

/** Milliseconds: when a step began on the process's own clock, and how long it took. */
export interface StepTime {
  readonly began: number
  readonly took: number
}

/** How a build failed, in short. */
export interface Failure {
  readonly id: string
  readonly title: string
}

/** A build that has ended. */
export interface EndedBuild extends Findings {
  /** Of beampack. */
  readonly version: string
  /** The buildpack's id. */
  readonly id: string
  readonly purpose: Purpose
  /** On the process's own clock. */
  readonly began: number
  readonly milliseconds: number
  readonly failure?: Failure | undefined
}

/**
 * What bin/report prints. Tools read it: keys may be added, none is renamed or given another meaning. Flat and with short
 * strings, since platforms take nothing else; what is not known has no key.
 */
export function buildReport(build: EndedBuild): Facts {
  const { plans = [], layers = [], times = new Map<string, StepTime>(), configVars = {} } = build
  const report: Facts = {
    ...Object.assign({}, ...plans.map((plan) => plan.facts)),
    beampack_version: build.version,
    buildpack: build.id,
    purpose: build.purpose,
    ...machine(build.target),
    ...Object.assign({}, ...plans.flatMap((plan) => plan.runtimes).map((artifact) => runtime(artifact, layers))),
    ...(build.reused ? { result_cache_hit: true } : {}),
    duration: seconds(build.milliseconds),
    ...Object.assign({}, ...[...times].map(([step, time]) => timeOf(step, time, build.began))),
    ...outcome(build.failure, configVars),
  }
  return Object.fromEntries(Object.entries(report).map(([key, value]) => [key, short(value)]))
}

/** What ended the build: the platform, one of the failures that we foresee, or a bug. The last may say anything, so it is not quoted. */
export function failureOf(thrown: unknown, interrupted: boolean): Failure {
  if (interrupted) return { id: "build/interrupted", title: "The build was ended from outside" }
  const error = explainDisk(thrown)
  if (error instanceof BuildpackError) return { id: error.id, title: error.title }
  return { id: "beampack/bug", title: `beampack itself failed${error instanceof Error ? ` (${error.name})` : ""}` }
}

function machine(target: Target | undefined): Facts {
  if (target === undefined) return {}
  const { stack, distro, arch } = target
  return { ...(stack === undefined ? {} : { stack }), distro: `${distro.name} ${distro.version}`, arch }
}

function runtime({ name, version }: Artifact, layers: readonly Layer[]): Facts {
  const layer = layers.find((one) => one.name === name)
  return {
    [`${name}_version`]: version.value,
    [`${name}_version_origin`]: describeOrigin(version.origin),
    ...(layer === undefined ? {} : { [`${name}_cache_hit`]: layer.restored }),
  }
}

/** Steps run beside each other, so that how long they took does not tell when. */
function timeOf(step: string, { began, took }: StepTime, buildBegan: number): Facts {
  return { [`${step}_start`]: seconds(began - buildBegan), [`${step}_duration`]: seconds(took) }
}

function outcome(failure: Failure | undefined, configVars: Env): Facts {
  if (failure === undefined) return { result: "success" }
  return { result: "failure", failure_id: failure.id, failure_title: withoutValues(failure.title, configVars) }
}

/** In seconds, to the millisecond. */
function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000
}

const LONGEST = 200 // characters

function short(value: Facts[string]): Facts[string] {
  if (typeof value !== "string") return value
  const characters = [...value]
  return characters.length <= LONGEST ? value : `${characters.slice(0, LONGEST - 1).join("")}…`
}
