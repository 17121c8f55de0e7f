import { mkdir, mkdtemp } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { inject } from "vitest"
import { writeFiles } from "../app.ts"
import { type Mount, runContainer } from "../stack/docker.ts"
import { writeSource } from "../stack/source.ts"
import { buildVars, type PackApp, type PackBuild, type PackOptions } from "./app.ts"
import type { Layout } from "./layout.ts"
import { buildLog } from "./log.ts"

/** Where images come from and go to. */
export type Store =
  /** A folder, as the lifecycle's `-layout` has it. Caches are folders as well. */
  | { readonly layout: Layout }
  /** The registry, which keeps the cache as an image. */
  | { readonly runImage: string; readonly cacheImage: string }

/** A machine that runs the lifecycle without pack. */
export interface Machine {
  readonly app: PackApp
  readonly image: string
  readonly store: Store
  /** Of the lifecycle, for stores without one. */
  readonly cache: string
}

export type Phases = "creator" | "five phases"

interface Phase {
  readonly name: string
  /** What the creator prints before it. */
  readonly heading?: string
  /** Has to be root to read and write images, and becomes the builder's user for the rest. */
  readonly isRoot: boolean
  /** Is told the image's name. */
  readonly isNamed: boolean
}

const phasesOf: Readonly<Record<Phases, readonly Phase[]>> = {
  creator: [{ name: "creator", isRoot: true, isNamed: true }],
  "five phases": [
    { name: "analyzer", heading: "ANALYZING", isRoot: true, isNamed: true },
    { name: "detector", heading: "DETECTING", isRoot: false, isNamed: false },
    { name: "restorer", heading: "RESTORING", isRoot: true, isNamed: false },
    { name: "builder", heading: "BUILDING", isRoot: false, isNamed: false },
    { name: "exporter", heading: "EXPORTING", isRoot: true, isNamed: true },
  ],
}

/** A machine that was never used. */
export async function createMachine(app: PackApp, image: string, store: Store): Promise<Machine> {
  const work = await mkdtemp(join(app.work, "machine-"))
  const cache = join(work, "cache")
  await mkdir(cache)
  return { app, image, store, cache }
}

/** Builds the app in volumes that nobody has used, but for the cache. Throws the log when a phase fails. */
export async function runPhases(
  { app, image, store, cache }: Machine,
  { phases, source, env }: Pick<PackOptions, "source" | "env"> & { readonly phases: Phases },
): Promise<PackBuild> {
  const { builders } = inject("pack")
  const { network } = inject("stack")
  const work = await mkdtemp(join(app.work, "volumes-"))
  const folder = (name: string): Mount => ({ from: join(work, name), to: `/${name}` })
  const mounts = [folder("workspace"), folder("layers"), folder("platform")]
  for (const { from } of mounts) await mkdir(from)
  await writeSource(source, join(work, "workspace"))
  await writeFiles(join(work, "platform/env"), buildVars(app, env))
  await execa("chown", ["-R", "1000:1000", work, cache, ...layoutMounts(store).map(({ from }) => from)])

  const context = {
    image: builders.ours,
    env: { ...platform, ...storeEnv(store) },
    mounts: [...network.mounts, ...mounts, { from: cache, to: "/cache" }, ...layoutMounts(store)],
  }
  let log = ""
  for (const { name, heading, isRoot, isNamed } of phasesOf[phases]) {
    if (heading !== undefined) log += `===> ${heading}\n`
    const command = [`/cnb/lifecycle/${name}`, ...(isNamed ? [image] : [])]
    const phase = await runContainer({ ...context, user: isRoot ? "root" : "1000:1000", command })
    log += phase.stdout + phase.stderr
    if (phase.exitCode !== 0) throw new Error(`${name} ended with ${phase.exitCode}:\n${log}`)
  }
  return { log, buildLog: buildLog(log) }
}

const platform = {
  CNB_PLATFORM_API: "0.15",
  CNB_EXPERIMENTAL_MODE: "warn",
  CNB_NO_COLOR: "true",
  CNB_PROCESS_TYPE: "web",
} as const

function storeEnv(store: Store): Readonly<Record<string, string>> {
  if (!("layout" in store)) return { CNB_RUN_IMAGE: store.runImage, CNB_CACHE_IMAGE: store.cacheImage }
  const layout = { CNB_USE_LAYOUT: "true", CNB_LAYOUT_DIR: "/layout", CNB_CACHE_DIR: "/cache" }
  return { CNB_RUN_IMAGE: store.layout.runImage, ...layout }
}

function layoutMounts(store: Store): readonly Mount[] {
  return "layout" in store ? [{ from: store.layout.folder, to: "/layout" }] : []
}
