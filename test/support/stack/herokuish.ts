import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { inject, onTestFinished } from "vitest"
import { parse } from "yaml"
import { freePort } from "../../../scripts/free-port.ts"
import { writeFiles } from "../app.ts"
import { testDay } from "../today.ts"
import { assignments } from "./assignments.ts"
import { type Container, type Ended, type Mount, startContainer } from "./docker.ts"
import { type Source, writeSource } from "./source.ts"
import { type Web, webOf } from "./web.ts"

/** An app on Dokku. Its builds share a cache, which keeps what failed ones leave. */
export interface HerokuishApp {
  readonly cache: string
  /** For the folders of its builds. */
  readonly work: string
}

export interface HerokuishOptions {
  readonly source: Source
  readonly buildpacks: Choice
  /** Config vars. */
  readonly vars: Readonly<Record<string, string>>
}

/** Who builds the app: what BUILDPACK_URL names, what .buildpacks lists, or a folder that the image brings along. */
export type Choice = { readonly url: string } | { readonly urls: readonly string[] } | { readonly bundled: string }

/** A build that has ended, well or not. Its stdout is what a terminal shows of it. */
export interface HerokuishBuild extends Ended {
  /** /app and /tmp/env on this machine. */
  readonly dir: string
  readonly envDir: string
  /** Command lines by process type. */
  readonly processes: Readonly<Record<string, string>>
  readonly seconds: number
}

/** The user that Dokku names; herokuish itself takes a random one. */
const user = { USER: "herokuishuser" } as const
const path = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" } as const
const scripts: Mount = { from: join(import.meta.dirname, "herokuish"), to: "/herokuish", readOnly: true }

/** An app that was never built. Its folders are gone after the test. */
export async function createHerokuishApp(): Promise<HerokuishApp> {
  const work = await mkdtemp(join(inject("stack").work, "herokuish-"))
  onTestFinished(() => rm(work, { recursive: true, force: true }))
  const cache = join(work, "cache")
  await mkdir(cache)
  return { work, cache }
}

/** Builds the app, in a new container. */
export async function buildByHerokuish(
  { work, cache }: HerokuishApp,
  { source, buildpacks, vars }: HerokuishOptions,
): Promise<HerokuishBuild> {
  const { images, network } = inject("stack")
  const folder = await mkdtemp(join(work, "build-"))
  const [dir, envDir] = [join(folder, "app"), join(folder, "env")]
  await mkdir(dir)
  await mkdir(envDir)
  const config = { ...network.vars, ...testDay, ...vars, ...("url" in buildpacks && { BUILDPACK_URL: buildpacks.url }) }
  await writeSource(source, dir)
  await writeFiles(dir, { ".env": dotEnv(config) })
  if ("urls" in buildpacks) await writeFiles(dir, { ".buildpacks": buildpacks.urls.join("\n") })
  await writeFiles(envDir, config)

  const bundled = "bundled" in buildpacks ? [{ from: buildpacks.bundled, to: "/bundled", readOnly: true }] : []
  const began = performance.now()
  const { stdout, ...ended } = await start({
    image: images.build,
    args: ["build"],
    env: { CACHE_PATH: "/cache" },
    mounts: [...network.mounts, ...bundled, ...inside({ dir, envDir }), { from: cache, to: "/cache" }],
  }).ended
  return {
    ...ended,
    stdout: stdout.split("\n").map(shown).join("\n"),
    dir,
    envDir,
    processes: await processTypes(dir),
    seconds: (performance.now() - began) / 1000,
  }
}

/** Runs a process type to its end. */
export async function runByHerokuish(build: HerokuishBuild, type: string, stdin = ""): Promise<Ended> {
  return startProcess(build, type, { env: { PORT: String(await freePort()) }, stdin }).ended
}

/** Starts `web`. It is gone after the test. */
export async function serveByHerokuish(build: HerokuishBuild): Promise<Web> {
  const port = String(await freePort())
  return webOf(startProcess(build, "web", { env: { PORT: port } }), port)
}

interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
}

function startProcess(build: HerokuishBuild, type: string, { env, stdin }: ProcessOptions): Container {
  return start({
    image: inject("stack").images.run,
    args: ["exec", build.processes[type] ?? type],
    // All containers are on one network here, and so they would share the names of nodes.
    env: { RELEASE_DISTRIBUTION: "none", ...env },
    mounts: inside(build),
    stdin,
  })
}

interface Run {
  readonly image: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly mounts: readonly Mount[]
  readonly stdin?: string | undefined
}

/** As root, and without what the image has in its environment. */
function start({ image, args, env, mounts, stdin = "" }: Run): Container {
  const command = ["env", "-i", ...assignments({ ...path, ...user, ...env }), "/herokuish/herokuish.sh", ...args]
  const container = startContainer({ image, user: "root", command, mounts: [scripts, ...mounts], stdin })
  onTestFinished(container.remove)
  return container
}

function inside({ dir, envDir }: Pick<HerokuishBuild, "dir" | "envDir">): readonly Mount[] {
  return [
    { from: dir, to: "/app" },
    { from: envDir, to: "/tmp/env" },
  ]
}

function dotEnv(vars: Readonly<Record<string, string>>): string {
  const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`
  return Object.entries(vars)
    .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
    .join("")
}

/** What a terminal shows of a line: herokuish lets it go back to the first column and begin anew. */
function shown(line: string): string {
  return line.split("\u001b[1G").at(-1) ?? ""
}

/** What stands in the Procfile that herokuish makes of .release when the app has none; none after a failure. */
async function processTypes(dir: string): Promise<Readonly<Record<string, string>>> {
  const release = await readFile(join(dir, ".release"), "utf8").catch(() => "")
  return parse(release)?.default_process_types ?? {}
}
