import { rm } from "node:fs/promises"
import { join } from "node:path"
import { inheritedVars } from "./build-vars.ts"
import { buildWith } from "./buildpack-build.ts"
import type { Launch, Process } from "./launch-toml.ts"
import type { Machine } from "./machine.ts"
import { refusingAs } from "./refusal.ts"
import type { Target } from "./target.ts"
import type { Agreement, PlanEntry } from "./trial.ts"

/** A process of the app, and who has declared it. */
export interface AppProcess extends Process {
  readonly buildpack: string
}

/** What all buildpacks have said together. */
export interface BuildMetadata extends Pick<Launch, "labels" | "slices"> {
  /** By type; of two of one type the later one. */
  readonly processes: readonly AppProcess[]
  readonly defaultType: string | undefined
}

interface BuildContext {
  readonly machine: Machine
  readonly target: Target
  readonly print: (output: string) => void
  readonly warn: (text: string) => void
}

/** Runs the bin/build of each of the group, one after the other. */
export async function build(
  { group, plan }: Agreement,
  { machine, target, print, warn }: BuildContext,
): Promise<BuildMetadata> {
  const { layers } = machine.folders
  await rm(join(layers, "sbom"), { recursive: true, force: true })
  let vars = inheritedVars(machine.env)
  let open = plan
  const launch = { labels: [] as Launch["labels"], slices: [] as Launch["slices"] }
  const processes: AppProcess[] = []
  await refusingAs("build", () =>
    machine.phase(async (run) => {
      for (const descriptor of group) {
        const own = open
          .filter(({ providers }) => providers.includes(descriptor.id))
          .flatMap(({ requires }) => requires)
        const built = await buildWith(descriptor, { machine, run, target, plan: own, vars, print })
        vars = built.vars
        open = open.filter((entry) => !isMet(entry, built.met))
        launch.labels.push(...built.labels)
        launch.slices.push(...built.slices)
        processes.push(...built.processes.map((process) => ({ ...process, buildpack: descriptor.id })))
      }
    }),
  )
  return { ...launch, ...merge(processes, warn) }
}

function isMet({ requires }: PlanEntry, met: readonly string[]): boolean {
  return requires.some(({ name }) => met.includes(name))
}

function merge(
  processes: readonly AppProcess[],
  warn: (text: string) => void,
): Pick<BuildMetadata, "processes" | "defaultType"> {
  const byType = new Map<string, AppProcess>()
  let defaultType: string | undefined
  for (const process of processes) {
    const { type } = process
    if (process.default) defaultType = type
    else if (type === defaultType) {
      defaultType = undefined
      warn(`the default process ${type} is declared again, and is not the default one any more`)
    }
    if (byType.get(type)?.buildpack === process.buildpack)
      warn(`${process.buildpack} declares the process ${type} twice`)
    byType.set(type, process)
  }
  return { processes: [...byType.keys()].toSorted().flatMap((type) => byType.get(type) ?? []), defaultType }
}
