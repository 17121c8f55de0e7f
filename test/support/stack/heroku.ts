import { randomBytes } from "node:crypto"
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { afterAll, inject } from "vitest"
import { parse } from "yaml"
import { writeFiles } from "../app.ts"
import { type Origin, serveFolder } from "../origin.ts"
import { testDay } from "../today.ts"
import { assignments } from "./assignments.ts"
import { type Container, type Ended, type Mount, startContainer } from "./docker.ts"
import { type Source, writeSource } from "./source.ts"

/** The user that an app is built and run by. */
export const user = "1000:1000"

/** The platform's own scripts, and where they are in a container. */
export const platform: Mount = { from: join(import.meta.dirname, "platform"), to: "/platform", readOnly: true }

/** An app on the platform. Its builds share CACHE_DIR; the builds for its tests have another one. */
export interface HerokuApp {
  /** What BEAMPACK_MIRROR names, and who was there. */
  readonly mirror: Origin
  readonly cache: string
  readonly testCache: string
  /** For the folders of its builds. */
  readonly work: string
}

export interface BuildOptions {
  readonly source: Source
  /** Their folders on this machine, in order. */
  readonly buildpacks: readonly string[]
  /** Config vars, which become ENV_DIR, in addition to BEAMPACK_MIRROR and what the machine's network asks for. */
  readonly vars?: Readonly<Record<string, string>>
  /** How the platform's own variables differ; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Whether buildpacks can leave an `export`. They can write nothing else of their own in any case. */
  readonly exports?: boolean
  /** Without any network, and so without the mirror. */
  readonly offline?: boolean
  /** More mounts, and folders in memory, as in a container's options. */
  readonly mounts?: readonly Mount[]
  readonly tmpfs?: Readonly<Record<string, string>>
}

/** A build that is under way. */
export interface Push {
  readonly container: Container
  /** BUILD_DIR, as hooks see it. */
  readonly buildDir: string
  readonly done: Promise<Build>
}

/** A build that has ended, well or not, and what it printed. */
export interface Build extends Ended {
  /** BUILD_DIR on this machine, as the last hook left it. */
  readonly dir: string
  readonly envDir: string
  /** What the bin/detect of each buildpack printed. */
  readonly detected: readonly string[]
  /** What the last buildpack's bin/release printed; undefined when it was not run. */
  readonly release: unknown
  /** What the bin/report of each buildpack printed. */
  readonly reports: readonly unknown[]
}

const apps: HerokuApp[] = []
afterAll(async () => {
  await Promise.all(apps.map(({ mirror }) => mirror.close()))
  // They take half a GB.
  await Promise.all(apps.map(({ work }) => rm(work, { recursive: true })))
})

/** An app that was never built. Its folders are gone after the file's tests. */
export async function createApp(): Promise<HerokuApp> {
  const stack = inject("stack")
  const mirror = await serveFolder(stack.mirror)
  const work = await mkdtemp(join(stack.work, "app-"))
  const [cache, testCache] = [join(work, "cache"), join(work, "test-cache")]
  for (const folder of [cache, testCache]) await ownFolder(folder)
  const app = { mirror, work, cache, testCache }
  apps.push(app)
  return app
}

/** Builds the app, in a new BUILD_DIR. */
export async function push(app: HerokuApp, options: BuildOptions): Promise<Build> {
  return (await startPush(app, options)).done
}

/** Starts to build the app. */
export async function startPush(app: HerokuApp, options: BuildOptions): Promise<Push> {
  const buildDir = `/tmp/build_${randomBytes(4).toString("hex")}`
  return startHooks("compile", app, { ...options, buildDir, cache: app.cache })
}

interface HooksOptions extends BuildOptions {
  readonly buildDir: string
  readonly cache: string
}

/** Runs `hook` of all buildpacks, with what a platform runs before and after it. */
export async function startHooks(
  hook: "compile" | "test-compile",
  app: HerokuApp,
  {
    source,
    buildpacks,
    vars = {},
    env = {},
    exports = false,
    offline = false,
    mounts = [],
    tmpfs,
    buildDir,
    cache,
  }: HooksOptions,
): Promise<Push> {
  const { images, network } = inject("stack")
  const work = await mkdtemp(join(app.work, "build-"))
  const [dir, envDir, answers] = [join(work, "build"), join(work, "env"), join(work, "answers")]
  await mkdir(dir)
  await writeSource(source, dir)
  await mkdir(envDir)
  await writeFiles(envDir, { BEAMPACK_MIRROR: app.mirror.url, ...network.vars, ...vars })
  await mkdir(answers)
  const folders = await Promise.all(buildpacks.map((from, index) => mountBuildpack(from, index, { work, exports })))
  await execa("chown", ["-R", user, work])

  const inside = { cache: "/tmp/codon/tmp/cache", env: "/tmp/env", answers: "/tmp/answers" }
  const args = [hook, buildDir, inside.cache, inside.env, inside.answers, ...folders.map(({ to }) => to)]
  const container = startContainer({
    image: images.build,
    user,
    workdir: "/",
    command: ["env", "-i", ...assignments({ ...platformEnv, ...env }), "bash", "/platform/build.sh", ...args],
    offline,
    mounts: [
      ...network.mounts,
      platform,
      ...folders.flatMap((folder) => folder.mounts),
      { from: dir, to: buildDir },
      { from: cache, to: inside.cache },
      { from: envDir, to: inside.env, readOnly: true },
      { from: answers, to: inside.answers },
      ...mounts,
    ],
    ...(tmpfs !== undefined && { tmpfs }),
  })
  return {
    container,
    buildDir,
    done: container.ended.then(async (ended) => ({ ...ended, dir, envDir, ...(await read(answers)) })),
  }
}

/** All that a build has in its environment. */
const platformEnv = {
  HOME: "/app",
  LANG: "en_US.UTF-8",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  STACK: "heroku-24",
  ...testDay,
} as const

/** With exports, the buildpack's folder is one of ours, which can be written, with the buildpack's own entries in it. */
async function mountBuildpack(
  from: string,
  index: number,
  { work, exports }: { readonly work: string; readonly exports: boolean },
): Promise<{ readonly to: string; readonly mounts: readonly Mount[] }> {
  const to = `/tmp/buildpacks/${index + 1}`
  if (!exports) return { to, mounts: [{ from, to, readOnly: true }] }
  const folder = join(work, `buildpack-${index + 1}`)
  await mkdir(folder)
  const entries = await readdir(from)
  const mounts = entries.map((name) => ({ from: join(from, name), to: join(to, name), readOnly: true }))
  return { to, mounts: [{ from: folder, to }, ...mounts] }
}

async function read(answers: string): Promise<Pick<Build, "detected" | "release" | "reports">> {
  const names = (await readdir(answers)).toSorted()
  const texts = async (pattern: RegExp): Promise<readonly string[]> =>
    Promise.all(names.filter((name) => pattern.test(name)).map((name) => readFile(join(answers, name), "utf8")))
  const [release] = await texts(/^release$/)
  return {
    detected: (await texts(/\.detect$/)).map((text) => text.trimEnd()),
    release: release === undefined ? undefined : parse(release),
    reports: (await texts(/\.report$/)).map((text): unknown => JSON.parse(text)),
  }
}

async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder)
  await execa("chown", [user, folder])
}
