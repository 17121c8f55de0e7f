import { mkdir, readdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { isFolder } from "../../../lib/io/files.ts"
import { callVars } from "./build-vars.ts"
import { type Descriptor, escapeId } from "./descriptor.ts"
import { type Launch, readLaunch } from "./launch-toml.ts"
import { type LayerMetadata, readLayerMetadata } from "./layer-metadata.ts"
import type { Machine, Run } from "./machine.ts"
import type { Require } from "./plan.ts"
import { Refusal } from "./refusal.ts"
import { collectBills } from "./sbom.ts"
import type { Target } from "./target.ts"
import { writeToml } from "./toml.ts"
import { readUnmet } from "./unmet.ts"
import { buildRoots, type Vars, withEnvFolder, withRoots } from "./vars.ts"

interface BuildpackContext {
  readonly machine: Machine
  readonly run: Run
  readonly target: Target
  /** What is required of this buildpack. */
  readonly plan: readonly Require[]
  readonly vars: Vars
  /** Is given what bin/build printed, whether it did well or not. */
  readonly print: (output: string) => void
}

/** What one buildpack has done. */
interface Built extends Launch {
  /** The environment for the next one. */
  readonly vars: Vars
  /** The names in its plan that no later buildpack is asked for. */
  readonly met: readonly string[]
}

/** Runs one bin/build and reads what it left. */
export async function buildWith(descriptor: Descriptor, context: BuildpackContext): Promise<Built> {
  const { machine, plan } = context
  const folder = join(machine.folders.layers, escapeId(descriptor.id))
  await mkdir(folder, { recursive: true })
  await runBuild(descriptor, folder, context)
  const layers = await readLayers(folder)
  const unmet = await readUnmet(join(folder, "build.toml"), plan)
  await collectBills(folder, descriptor, layers, join(machine.folders.layers, "sbom"))
  return {
    ...(await readLaunch(join(folder, "launch.toml"))),
    vars: await varsOf(folder, layers, context),
    met: plan.map(({ name }) => name).filter((name) => !unmet.includes(name)),
  }
}

async function runBuild(descriptor: Descriptor, folder: string, context: BuildpackContext): Promise<void> {
  const { machine, run, target, plan, vars, print } = context
  const { folders, inside } = machine
  const planFile = join(folders.plans, `build-${escapeId(descriptor.id)}.toml`)
  await writeToml(planFile, { entries: plan })
  for (const path of [folder, planFile]) await machine.give(path)
  const dir = inside(descriptor.dir)
  const own = {
    CNB_BUILDPACK_DIR: dir,
    CNB_PLATFORM_DIR: inside(folders.platform),
    CNB_BP_PLAN_PATH: inside(planFile),
    CNB_LAYERS_DIR: inside(folder),
  }
  const { exitCode, output } = await run({
    program: join(dir, "bin/build"),
    args: [own.CNB_LAYERS_DIR, own.CNB_PLATFORM_DIR, own.CNB_BP_PLAN_PATH],
    cwd: inside(folders.app),
    env: await callVars({ vars, descriptor, target, platform: folders.platform, own }),
  })
  await rm(planFile)
  print(output)
  if (exitCode !== 0) throw new Refusal("buildpack", `${descriptor.id}: bin/build ended with ${exitCode}`)
}

/** The layers by name. The content of one that is for nothing is moved out of the way. */
async function readLayers(folder: string): Promise<ReadonlyMap<string, LayerMetadata>> {
  const layers = new Map<string, LayerMetadata>()
  for (const file of (await readdir(folder)).toSorted()) {
    if (!file.endsWith(".toml") || (await isFolder(join(folder, file)))) continue
    const name = file.slice(0, -".toml".length)
    const layer = await readLayerMetadata(join(folder, file))
    const used = layer.launch || layer.build || layer.cache
    if (!used && (await isFolder(join(folder, name)))) {
      await rename(join(folder, name), join(folder, `${name}.ignore`))
    }
    layers.set(name, layer)
  }
  return layers
}

/** The environment with what the layers for the build add to it, in the order of their names. */
async function varsOf(
  folder: string,
  layers: ReadonlyMap<string, LayerMetadata>,
  { vars, machine }: BuildpackContext,
): Promise<Vars> {
  let next = vars
  for (const [name, { build }] of layers) {
    if (!build) continue
    const here = join(folder, name)
    next = await withRoots(next, { here, there: machine.inside(here) }, buildRoots)
    for (const dir of ["env", "env.build"]) next = await withEnvFolder(next, join(here, dir))
  }
  return next
}
