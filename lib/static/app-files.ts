import { readlink } from "node:fs/promises"
import { join, posix } from "node:path"
import { list } from "../app/folder.ts"
import type { NodePackages } from "../app/node-packages.ts"
import { hasCode } from "../core/cause.ts"
import { namesIn } from "../core/volatile-variables.ts"
import { exists } from "../io/files.ts"
import { readTree, type TreeEntry } from "../io/tree.ts"
import { readContent } from "../io/tree-content.ts"
import { eachOf } from "../io/workers.ts"
import { textKind } from "./asset-inputs.ts"
import type { NamedText } from "./named-files.ts"

/** The files and links of an app, but what is fetched, compiled, or put there for another purpose. */
export interface AppFiles {
  /** What each of them is, as one word: the same as long as that is so. By path. */
  readonly files: ReadonlyMap<string, string>
  /** Those that tell what assets are made of. */
  readonly texts: readonly NamedText[]
  /** Such a file that is too large to be read. */
  readonly unread?: string
  /** Where links lead, by their paths. */
  readonly links: ReadonlyMap<string, string>
  /** Which of the names that were asked for stand in the files. */
  readonly named: ReadonlySet<string>
}

/** In the app's top folder: what Mix compiles, and what buildpacks bring. */
const apart = ["_build", ".beampack", ".heroku", ".profile.d", ".apt"]
/** What Mix leaves in a dependency that it has fetched: its note, Hex's, and git's folder. */
const fetched = [".fetch", ".hex", ".git"]

/** What Yarn 2 and later write beside what is committed; its lock has the digests of all of it. */
const byYarn =
  /(?:^|\/)(?:\.yarn\/(?:cache|unplugged|install-state\.gz|build-state\.yml)|\.pnp\.(?:c?js|loader\.mjs|data\.json))$/

/** What is looked for, and what is installed in the app. */
export interface AppFilesWish {
  /** Words to look for in the files. */
  readonly names?: readonly string[]
  readonly packages: readonly Pick<NodePackages, "folder" | "workspaces">[]
}

/** Reads all files of an app but what its locks tell of. */
export async function readAppFiles(app: string, { names = [], packages }: AppFilesWish): Promise<AppFiles> {
  const dependencies = await fetchedDependencies(app)
  const skip = (path: string): boolean => {
    const name = posix.basename(path)
    if (name === "node_modules") return packages.some((one) => isInstalled(one, posix.dirname(path)))
    return apart.includes(path) || name === ".git" || dependencies.has(path) || byYarn.test(path)
  }
  const entries = await readTree(app, skip)
  const files: [string, string][] = []
  const texts: NamedText[] = []
  const links = new Map<string, string>()
  const named = new Set<string>()
  let unread: string | undefined
  await eachOf(entries, async (entry) => {
    const { kind, path, mode } = entry
    if (kind === "folder") return
    const read = await readContent(app, { ...entry, kind }).catch(unlessForbidden)
    if (read === undefined) return
    files.push([path, `${kind} ${mode & 0o100} ${read.digest}`])
    if (kind === "link") links.set(path, await readlink(join(app, path)))
    for (const name of namesIn(read.text, names)) named.add(name)
    if (kind === "link" || textKind(path) === undefined || isOfOthers(path)) return
    if (isCut(entry, read.text)) unread = path
    texts.push({ path, text: Buffer.from(read.text, "latin1").toString("utf8") })
  })
  const sorted = new Map(files.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return { files: sorted, texts, links, named, ...(unread === undefined ? {} : { unread }) }
}

async function fetchedDependencies(app: string): Promise<ReadonlySet<string>> {
  const paths = ((await list(app, "deps")) ?? []).map((name) => posix.join("deps", name))
  const found = paths.map(async (path) => {
    const marks = await Promise.all(fetched.map((mark) => exists(join(app, path, mark))))
    return marks.includes(true) ? [path] : []
  })
  return new Set((await Promise.all(found)).flat())
}

function isInstalled({ folder, workspaces }: AppFilesWish["packages"][number], parent: string): boolean {
  return parent === folder || (workspaces && (folder === "." || parent.startsWith(`${folder}/`)))
}

/** Code that is a part of the app, and that nobody builds the assets by. */
function isOfOthers(path: string): boolean {
  return /(?:^|\/)node_modules\/|^deps\//.test(path)
}

function isCut({ bytes }: TreeEntry, text: string): boolean {
  return bytes > 0 && text === ""
}

/** No tool reads them either. */
function unlessForbidden(error: unknown): undefined {
  if (!hasCode(error, "EACCES", "ENOENT")) throw error
}

/** What is compiled for bundlers, such as Phoenix's colocated hooks: all in a build's folder that is no application. */
export async function readColocated(app: string, build: string): Promise<ReadonlyMap<string, string>> {
  const root = posix.isAbsolute(build) ? build : join(app, build)
  const entries = await readTree(root, (path) => {
    return ["lib", "rel"].includes(path) || posix.basename(path) === "node_modules" || path.endsWith(".tar.gz")
  })
  const files = new Map<string, string>()
  await eachOf(entries, async (entry) => {
    const { kind, path } = entry
    if (kind === "folder") return
    files.set(posix.join(COMPILED, path), `${kind} ${(await readContent(root, { ...entry, kind })).digest}`)
  })
  return files
}

/** How the folder in which Mix compiles is called in a list of files. */
export const COMPILED = "_build"
