import { mkdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { type Files, writeFiles } from "../app.ts"
import { analyze } from "./analyze.ts"
import { imageTime } from "./archive.ts"
import { build } from "./build.ts"
import { writeCache } from "./cache.ts"
import { readDescriptor } from "./descriptor.ts"
import { detect, type Order } from "./detect.ts"
import type { Detection } from "./detector.ts"
import { exportImage } from "./export.ts"
import type { Image } from "./image.ts"
import type { Machine } from "./machine.ts"
import { Refusal } from "./refusal.ts"
import { type Restored, restore } from "./restore.ts"
import type { Target } from "./target.ts"
import type { Agreement } from "./trial.ts"

/** A platform with one app on it. Its builds share a cache, and each knows the image before. */
export interface Cnb {
  readonly machine: Machine
  readonly cache: string
  build(options: CnbBuildOptions): Promise<CnbBuild>
}

export interface CnbBuildOptions {
  /** Writes the app's source to a folder. */
  readonly source: (folder: string) => Promise<unknown>
  /** Folders of buildpacks. */
  readonly buildpacks: readonly string[]
  /** One group with all of them, in their order, unless given. */
  readonly order?: Order
  /** Variables of the user. */
  readonly vars?: Files
  readonly target?: Target
  readonly processType?: string
  /** When the source was last changed, as the platform has it: with that of the image unless given. */
  readonly sourceTime?: Date
}

/** A build that has ended, well or not. */
export interface CnbBuild {
  /** What the executables of the build printed. */
  readonly log: string
  /** How each bin/detect ended, by id. */
  readonly detections: ReadonlyMap<string, Detection>
  readonly agreement?: Agreement
  readonly restored?: Restored
  /** What became of it when nothing was refused. */
  readonly image?: Image
  readonly refusal?: Refusal
  readonly warnings: readonly string[]
}

/** The image of a build that has to have gone well. */
export function imageOf({ image, refusal, log }: CnbBuild): Image {
  if (image === undefined) throw new Error(`${refusal?.message}\n${log}`)
  return image
}

/** A platform that builds on a machine, keeping what it keeps below `work`. */
export function createCnb(machine: Machine, work: string): Cnb {
  const cache = join(work, "cache")
  const store = join(work, "images")
  let previous: Image | undefined

  return {
    machine,
    cache,
    build: async (options) => {
      const said: string[] = []
      const warnings: string[] = []
      const detections = new Map<string, Detection>()
      let soFar: Pick<CnbBuild, "agreement" | "restored"> = {}
      const warn = (text: string): unknown => warnings.push(text)
      const print = (output: string): unknown => said.push(output)
      try {
        await prepare(machine, options)
        const analyzed = await analyze(options.target ?? thisTarget, previous)
        const found = await Promise.all(options.buildpacks.map(readDescriptor))
        const order = options.order ?? [found.map(({ id, version }) => ({ id, version, optional: false }))]
        const { target } = analyzed
        const agreement = await detect(order, { machine, target, buildpacks: found, detections })
        const { group } = agreement
        soFar = { agreement }
        soFar = { agreement, restored: await restore({ machine, group, cache, previous: analyzed.previous }) }
        const metadata = await build(agreement, { machine, target, print, warn })
        const { processType } = options
        const image = await exportImage({ machine, group, metadata, previous: analyzed.previous, store, processType })
        await writeCache({ machine, group, cache, warn })
        previous = image
        return { log: said.join(""), detections, warnings, ...soFar, image }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return { log: said.join(""), detections, warnings, ...soFar, refusal: error }
      }
    },
  }
}

const thisTarget: Target = {
  os: "linux",
  arch: process.arch === "arm64" ? "arm64" : "amd64",
  distro: { name: "ubuntu", version: "24.04" },
}

/** Every build has new folders; what is in the platform's is nobody's to write. */
async function prepare(
  machine: Machine,
  { source, vars = {}, sourceTime = imageTime }: CnbBuildOptions,
): Promise<void> {
  const { app, layers, platform } = machine.folders
  for (const folder of [app, layers, platform]) {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder)
  }
  await source(app)
  await setTimes(app, sourceTime)
  await writeFiles(join(platform, "env"), vars)
  for (const folder of [app, layers]) await machine.give(folder)
}

async function setTimes(folder: string, time: Date): Promise<void> {
  await execa("find", [folder, "-exec", "touch", "--no-dereference", `--date=@${time.getTime() / 1000}`, "{}", "+"])
}
