import { isAbsolute, join, relative } from "node:path"
import type { BuildRequest } from "../core/buildpack.ts"
import { isInside } from "../core/inside.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { exists } from "../io/files.ts"
import { run } from "../io/run.ts"

/** The Node that an earlier buildpack has put into the app. */
export interface NeighbourNode {
  /** Its program, from the app's folder. */
  readonly path: string
  /** Undefined when it does not run. */
  readonly version: string | undefined
  readonly hasNpm: boolean
}

/** Older ones have an npm that cannot install by a lock as we tell it to. */
const OLDEST = 14

const TIME = 10_000 // milliseconds to tell its version

/**
 * The first Node on PATH, when it lies below the app's folder: then an earlier buildpack has brought it. One that is
 * elsewhere is the machine's own, which no build depends on.
 */
export async function findNeighbourNode({
  app,
  env,
  signal,
}: Pick<BuildRequest, "app" | "env" | "signal">): Promise<NeighbourNode | undefined> {
  const folders = (env.PATH ?? "").split(":").filter(isAbsolute)
  const folder = await firstWith(folders, "node")
  if (folder === undefined || !isBelow(app, folder)) return undefined
  const npm = await firstWith(folders, "npm")
  const result = await run(join(folder, "node"), ["--version"], { cwd: app, env, signal, timeout: TIME })
  const [, version] = /^v(\d+\.\d+\.\d+\S*)\s*$/.exec(result.stdout) ?? []
  const path = join(relative(app, folder), "node")
  return { path, version, hasNpm: npm !== undefined && isBelow(app, npm) }
}

/**
 * Why it is not used; undefined when it fits: it is the version that is asked for or, when none is asked for, 14 or
 * newer; and it has its npm.
 */
export function misfit(node: NeighbourNode, wanted: Setting<string> | undefined): string | undefined {
  const { version, hasNpm } = node
  if (version === undefined) return "it does not run"
  if (wanted !== undefined && !`${version}.`.startsWith(`${wanted.value.replace(/^v/, "")}.`)) {
    return `${describeOrigin(wanted.origin)} asks for ${wanted.value}`
  }
  if (wanted === undefined && Number.parseInt(version, 10) < OLDEST) return `it is older than ${OLDEST}`
  return hasNpm ? undefined : "it has no npm"
}

async function firstWith(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    if (await exists(join(folder, name))) return folder
  }
  return undefined
}

function isBelow(app: string, folder: string): boolean {
  return relative(app, folder) !== "" && isInside(app, folder)
}
