import { isAbsolute, join, relative } from "node:path"
import type { BuildRequest } from "../core/buildpack.ts"
import { isInside } from "../core/inside.ts"
import type { VersionWishes } from "../core/runtime.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import { exists } from "../io/files.ts"
import { run } from "../io/run.ts"
import type { NodeRelease } from "../versions/node-index.ts"
import { weigh } from "../versions/weigh.ts"

/** The Node that an earlier buildpack has put into the app. */
export interface NeighbourNode {
  /** Its program, from the app's folder. */
  readonly path: string
  /** Undefined when it does not run. */
  readonly version: string | undefined
  /** The codename of its long-term support line. */
  readonly lts: NodeRelease["lts"]
  readonly hasNpm: boolean
}

/** Older ones have an npm that cannot install by a lock as we tell it to. */
const OLDEST = 14

const TIME = 10_000 // milliseconds to tell its version

const TELL = 'process.version + " " + (process.release.lts || "")'

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
  // What NODE_OPTIONS loads need not be there yet.
  const options = { cwd: app, env: { ...env, NODE_OPTIONS: "" }, signal, timeout: TIME }
  const result = await run(join(folder, "node"), ["-p", TELL], options)
  const [, version, lts] = /^v(\d+\.\d+\.\d+\S*)(?: (\w+))?\s*$/.exec(result.stdout) ?? []
  const path = join(relative(app, folder), "node")
  return { path, version, lts: lts ?? false, hasNpm: npm !== undefined && isBelow(app, npm) }
}

/**
 * Why it is not used; undefined when it fits: it is the version that is asked for or, when none is asked for, 14 or
 * newer; the code can do with it; and it has its npm.
 */
export function whyUnused(node: NeighbourNode, { wishes: [wish], requirements }: VersionWishes): string | undefined {
  const { version, lts, hasNpm } = node
  if (version === undefined) return "it does not run"
  const demands = [...(wish === undefined ? [] : [wish]), ...requirements]
  const verdict = ({ value }: Setting<string>) => weigh("node", value, { version, lts })
  const isNamed = wish !== undefined && verdict(wish)?.isNamed
  const unmet = isNamed ? undefined : demands.find((demand) => verdict(demand)?.isAllowed !== true)
  if (unmet !== undefined) return `${describeOrigin(unmet.origin)} asks for ${quotable(unmet.value)}`
  if (wish === undefined && Number.parseInt(version, 10) < OLDEST) return `it is older than ${OLDEST}`
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
