import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { inject, onTestFinished } from "vitest"
import { parse } from "yaml"
import { freePort } from "../../../scripts/free-port.ts"
import { assignments } from "./assignments.ts"
import { type Container, type Ended, startContainer } from "./docker.ts"
import { type Build, platform, user } from "./heroku.ts"
import { type Web, webOf } from "./web.ts"

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

/** All that a dyno has in its environment before .profile.d is sourced, config vars aside. */
export const dynoEnv = {
  HOME: "/app",
  PATH: "/usr/local/bin:/usr/bin:/bin",
  DYNO: "test.1",
  // On the platform each dyno has its own network, and so its own names of nodes.
  RELEASE_DISTRIBUTION: "none",
} as const

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
  return webOf(startDyno(slug, "web", { vars: { PORT: port, ...vars } }), port)
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
    command: [
      "env",
      "-i",
      ...assignments({ ...dynoEnv, ...vars }),
      "bash",
      "/platform/dyno.sh",
      processes[type] ?? type,
    ],
    mounts: [platform, { from: file, to: "/slug.tgz", readOnly: true }],
    stdin,
  })
  onTestFinished(container.remove)
  return container
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
