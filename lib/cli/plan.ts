import { resolve } from "node:path"
import type { BuildPlan } from "../core/buildpack.ts"
import { describeOrigin } from "../core/setting.ts"
import { readTarget } from "../io/machine.ts"
import type { CliContext } from "./context.ts"
import { readEnvFile } from "./env-file.ts"

export interface PlanOptions {
  readonly envFile?: string
  readonly json?: boolean
}

/** Prints what a build of the app would install and run. */
export async function plan(app: string, options: PlanOptions, context: CliContext): Promise<void> {
  const env = { ...context.env, ...(await readEnvFile(options.envFile)) }
  const target = await readTarget(env)
  const group = context.buildpacks.map((buildpack) => buildpack.id)
  const { output, signal } = context
  const request = { app: resolve(app), env, target, output, signal, group }
  const plans = await Promise.all(context.buildpacks.map((buildpack) => buildpack.plan(request)))
  const answer = planAnswer(plans)
  context.print(options.json ? `${JSON.stringify(answer, undefined, 2)}\n` : planText(answer))
}

/** The documented shape of `plan --json`. A runtime has the digest that its origin publishes, the other is null. */
export interface PlanAnswer {
  readonly runtimes: readonly {
    readonly name: string
    readonly version: string
    readonly origin: string
    readonly url: string
    readonly sha256: string | null
    readonly sha512: string | null
  }[]
  readonly steps: readonly { readonly name: string; readonly buildpack: string; readonly needs: readonly string[] }[]
  readonly processes: Readonly<Record<string, string>>
}

export function planAnswer(plans: readonly BuildPlan[]): PlanAnswer {
  const launch = plans.at(-1)?.launch.processes ?? {}
  return {
    runtimes: plans
      .flatMap((each) => each.runtimes)
      .map(({ name, version, url, digest }) => ({
        name,
        version: version.value,
        origin: describeOrigin(version.origin),
        url,
        sha256: digest.algorithm === "sha256" ? digest.hex : null,
        sha512: digest.algorithm === "sha512" ? digest.hex : null,
      })),
    steps: plans.flatMap((each) => each.steps).map(({ name, buildpack, needs }) => ({ name, buildpack, needs })),
    processes: Object.fromEntries(Object.entries(launch).map(([type, line]) => [type, line.value])),
  }
}

function planText({ runtimes, steps, processes }: PlanAnswer): string {
  return [
    "Runtimes",
    ...table(runtimes.map(({ name, version, origin, url }) => [name, version, `(${origin})`, url])),
    "Steps",
    ...table(
      steps.map(({ name, buildpack, needs }) => [name, buildpack, needs.length > 0 ? `after ${needs.join(", ")}` : ""]),
    ),
    "Process types",
    ...table(Object.entries(processes)),
    "",
  ].join("\n")
}

/** Rows as lines, each column as wide as its widest cell. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(width(column))).join("  ")}`.trimEnd())
}
