import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { inject, onTestFinished } from "vitest"
import { parse } from "yaml"
import { freePort } from "../../../scripts/free-port.ts"
import { type Fetched, pageWithAssets } from "../../../scripts/page.ts"
import { type Container, type Ended, startContainer } from "./docker.ts"
import { type Build, platform, user } from "./heroku.ts"

/** What runs of an app: its files as an archive, and command lines by process type. */
export interface Slug {
  readonly file: string
  /** Of the archive. */
  readonly bytes: number
  readonly processes: Readonly<Record<string, string>>
}

export interface DynoOptions {
  /** Config vars. */
  readonly vars?: Readonly<Record<string, string>>
  readonly stdin?: string
}

/** A dyno that serves the app. */
export interface Web {
  readonly url: string
  readonly container: Container
  /** The page and the style sheets and scripts that it names. Throws unless all answer with 200. */
  page(): Promise<readonly Fetched[]>
}

/** What the platform keeps of a build. */
export async function makeSlug(build: Build): Promise<Slug> {
  const file = `${build.dir}.tgz`
  await execa("tar", ["-C", build.dir, "-czf", file, "."])
  const { size: bytes } = await stat(file)
  return { file, bytes, processes: { ...defaults(build.release), ...(await procfile(build.dir)) } }
}

/** Starts `web`. It is gone after the test. */
export async function startWeb(slug: Slug, { vars = {} }: DynoOptions = {}): Promise<Web> {
  const port = String(await freePort())
  const container = startDyno(slug, "web", { vars: { PORT: port, ...vars } })
  const url = `http://localhost:${port}/`
  const ended = container.ended.then(() => Promise.reject(new Error(`web has ended:\n${container.log()}`)))
  // It ends with the test as well, when nobody asks for a page.
  ended.catch(() => undefined)
  return { url, container, page: () => Promise.race([pageWithAssets(url, 60_000), ended]) }
}

/** Runs a process type, or else a command line, in a dyno of its own to its end. */
export async function runDyno(slug: Slug, type: string, options: DynoOptions = {}): Promise<Ended> {
  return startDyno(slug, type, options).ended
}

function startDyno({ file, processes }: Slug, type: string, { vars = {}, stdin = "" }: DynoOptions): Container {
  const container = startContainer({
    image: inject("stack").images.run,
    user,
    workdir: "/app",
    command: ["env", "-i", ...assignments(vars), "bash", "/platform/dyno.sh", processes[type] ?? type],
    mounts: [platform, { from: file, to: "/slug.tgz", readOnly: true }],
    stdin,
  })
  onTestFinished(container.remove)
  return container
}

/** All that a dyno has in its environment before .profile.d is sourced. */
export function assignments(vars: Readonly<Record<string, string>>): readonly string[] {
  const dyno = { HOME: "/app", PATH: "/usr/local/bin:/usr/bin:/bin", DYNO: "test.1" }
  // On the platform each dyno has its own network, and so its own names of nodes.
  const env = { ...dyno, RELEASE_DISTRIBUTION: "none", ...vars }
  return Object.entries(env).map(([name, value]) => `${name}=${value}`)
}

function defaults(release: unknown): Readonly<Record<string, string>> {
  const { default_process_types: types } = release as { default_process_types?: Record<string, string> }
  return types ?? {}
}

/** The app's own types, which come before those of its buildpacks. */
async function procfile(dir: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(dir, "Procfile"), "utf8").catch(() => "")
  return parse(text) ?? {}
}
