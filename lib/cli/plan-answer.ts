import type { BuildPlan } from "../core/buildpack.ts"
import { columns } from "../core/columns.ts"
import type { LaunchSpec } from "../core/launch.ts"
import type { PassedOver } from "../core/runtime.ts"
import { runtimeTable } from "../core/runtime-table.ts"
import { describeOrigin } from "../core/setting.ts"
import { printable } from "../io/location.ts"

/**
 * What `plan --json` prints. Machines read it: keys may be added, none is renamed, removed or given another meaning.
 */
interface PlanAnswer {
  readonly runtimes: readonly {
    /** erlang, elixir, hex, rebar3 or node. */
    readonly name: string
    readonly version: string
    /** Who chose the version, for humans: `.tool-versions:2`, `ELIXIR_VERSION`, `newest stable`. */
    readonly origin: string
    /** What is asked for, as it stands in the app: `27`, `~> 1.18`. Null when nobody asks. */
    readonly asked: string | null
    /** Who asks for that: the origin, or when a lock has chosen, whom the lock does for. Null when nobody asks. */
    readonly askedBy: string | null
    /** Versions that would have been taken, and why they were not. */
    readonly passedOver: readonly PassedOver[]
    /** Without the user and password that the mirror may want. */
    readonly url: string
    /** Lower-case hex, as the origin publishes it. One of the two is there, the other is null. */
    readonly sha256: string | null
    readonly sha512: string | null
  }[]
  /** In an order in which they could run one after the other; `needs` names steps of this list. */
  readonly steps: readonly { readonly name: string; readonly buildpack: string; readonly needs: readonly string[] }[]
  /** Shell lines by process type. */
  readonly processes: Readonly<Record<string, string>>
}

/** Of the plans of all buildpacks, in their order. Steps without a title are not in it: they are parts of others. */
export function planAnswer(plans: readonly BuildPlan[]): PlanAnswer {
  const all = plans.flatMap((each) => each.steps.map((step) => ({ ...step, buildpack: each.buildpack })))
  // What has no title is a part of another step, which begins early.
  const steps = all.filter(({ title }) => title !== undefined)
  const names = new Set(steps.map((step) => step.name))
  return {
    runtimes: plans
      .flatMap((each) => each.runtimes)
      .map(({ name, version, asked, asker, passedOver, url, digest }) => ({
        name,
        version: version.value,
        origin: describeOrigin(version.origin),
        asked: asked ?? null,
        askedBy: asked === undefined ? null : describeOrigin(asker ?? version.origin),
        passedOver: passedOver ?? [],
        url: printable(url),
        sha256: digest.algorithm === "sha256" ? digest.hex : null,
        sha512: digest.algorithm === "sha512" ? digest.hex : null,
      })),
    steps: steps.map(({ name, buildpack, needs }) => ({ name, buildpack, needs: needs.filter((it) => names.has(it)) })),
    processes: Object.fromEntries(Object.entries(launchOf(plans).processes).map(([type, line]) => [type, line.value])),
  }
}

/** Platforms keep only the last buildpack's answer. */
export function launchOf(plans: readonly BuildPlan[]): LaunchSpec {
  return plans.at(-1)?.launch ?? { processes: {} }
}

/** What `plan` prints for people; the runtimes as a build has them, each with its URL. */
export function planText(plans: readonly BuildPlan[]): string {
  const { steps, processes } = planAnswer(plans)
  const runtimes = plans.flatMap((each) => each.runtimes)
  return [
    "Runtimes",
    ...indented(runtimeTable(runtimes, ({ url }) => printable(url))),
    "Steps",
    ...indented(columns(steps.map(stepRow), "  ")),
    "Process types",
    ...indented(columns(Object.entries(processes), "  ")),
    "",
  ].join("\n")
}

function stepRow({ name, buildpack, needs }: PlanAnswer["steps"][number]): readonly string[] {
  return [name, buildpack, needs.length > 0 ? `after ${needs.join(", ")}` : ""]
}

function indented(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.replace(/^/gm, "  "))
}
