import { randomBytes } from "node:crypto"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { afterAll, inject } from "vitest"
import { type Origin, serveFolder } from "../origin.ts"
import { type Source, writeSource } from "../stack/source.ts"
import { testDay } from "../today.ts"
import { type Image, inspectImage } from "./image.ts"
import { buildLog } from "./log.ts"

/** An app that is built by pack. Its builds share caches. */
export interface PackApp {
  /** What BEAMPACK_MIRROR names, and who was there. */
  readonly mirror: Origin
  /** The name of its image. */
  readonly image: string
  /** For the folders of its builds. */
  readonly work: string
  /** The words that tell pack about caches, and where its image goes. */
  readonly place: readonly string[]
}

export interface PackOptions {
  readonly source: Source
  /** Variables for the build, in addition to BEAMPACK_MIRROR and what the machine's network asks for. */
  readonly env?: Readonly<Record<string, string>>
  /** Folders and files of buildpacks; those of the builder unless given. */
  readonly buildpacks?: readonly string[]
  /** More words for `pack build`. */
  readonly args?: readonly string[]
}

/** What a client printed while an app was built. */
export interface PackBuild {
  readonly log: string
  /** The part of buildpacks that build. */
  readonly buildLog: string
}

const apps: PackApp[] = []
afterAll(async () => {
  await Promise.all(apps.map(({ mirror }) => mirror.close()))
  await Promise.all(apps.map(({ work }) => rm(work, { recursive: true })))
})

/** An app that was never built. Its folders are gone after the file's tests, its image and volumes after the run. */
export async function createPackApp(): Promise<PackApp> {
  const name = newName()
  return createApp(name, volume("build", name))
}

/** The same for an app whose image goes to the registry, and what is cached as well. */
export async function createPublishedApp(): Promise<PackApp> {
  const { registry } = inject("pack")
  const image = `${registry.host}/${newName()}`
  return createApp(image, [
    ...["--cache", `type=build;format=image;name=${image}-cache`],
    ...["--publish", "--run-image", registry.runImage],
  ])
}

/** The same app on a machine that has never seen it. */
export function onAnotherMachine(app: PackApp): PackApp {
  return { ...app, place: [...app.place, ...volume("launch", newName())] }
}

async function createApp(image: string, place: readonly string[]): Promise<PackApp> {
  const stack = inject("stack")
  const [mirror, work] = [await serveFolder(stack.mirror), await mkdtemp(join(stack.work, "pack-"))]
  const app = { mirror, image, work, place: [...place, ...volume("launch", newName())] }
  apps.push(app)
  return app
}

function newName(): string {
  return `${inject("pack").prefix}${randomBytes(4).toString("hex")}`
}

function volume(type: "build" | "launch", name: string): readonly string[] {
  return ["--cache", `type=${type};format=volume;name=${name}-${type}`]
}

/** Builds the app's image. Throws the log when there is none. */
export async function packBuild(app: PackApp, options: PackOptions): Promise<PackBuild> {
  const { exitCode, all: log } = await runPack(app, options)
  if (exitCode !== 0) throw new Error(`pack ended with ${exitCode}:\n${log}`)
  return { log, buildLog: buildLog(log) }
}

/** Builds an image that the daemon gets. Throws the log when there is none. */
export async function packImage(app: PackApp, options: PackOptions): Promise<PackBuild & { readonly image: Image }> {
  return { ...(await packBuild(app, options)), image: await inspectImage(app.image) }
}

/** Builds an app of which no image can be made. Returns the log. */
export async function packRefusal(app: PackApp, options: PackOptions): Promise<string> {
  const { exitCode, all: log } = await runPack(app, options)
  if (exitCode === 0) throw new Error(`pack has made an image:\n${log}`)
  return log
}

async function runPack(app: PackApp, { source, buildpacks = [], args = [], env }: PackOptions) {
  const { program, builders, env: packEnv } = inject("pack")
  const { network } = inject("stack")
  const folder = join(await mkdtemp(join(app.work, "source-")), "app")
  await mkdir(folder)
  await writeSource(source, folder)
  const words = [
    ...["--path", folder, ...app.place],
    ...["--builder", buildpacks.length === 0 ? builders.ours : builders.bare],
    ...buildpacks.flatMap((buildpack) => ["--buildpack", buildpack]),
    ...Object.entries(buildVars(app, env)).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...network.mounts.flatMap(({ from, to }) => ["--volume", `${from}:${to}:ro`]),
    ...["--pull-policy", "never", "--docker-host", "inherit", "--network", "host"],
    // Else it runs some phases in an image of its own.
    ...["--trust-builder", "--trust-extra-buildpacks"],
  ]
  return execa(program, ["build", app.image, ...words, ...args], { env: packEnv, reject: false, all: true })
}

/** What an app's builds have as variables of the user. */
export function buildVars({ mirror }: PackApp, env: PackOptions["env"] = {}): Readonly<Record<string, string>> {
  return { BEAMPACK_MIRROR: mirror.url, ...inject("stack").network.vars, ...testDay, ...env }
}
