import { lstat, mkdir, readdir, readFile, rename } from "node:fs/promises"
import { join, posix } from "node:path"
import { lockEntries } from "../app/lock-entry.ts"
import { hasCode } from "../core/cause.ts"
import type { Layer } from "../core/layer.ts"
import { DAMAGED } from "../core/layer-change.ts"
import type { StepContext } from "../core/step.ts"
import { volatileNames } from "../core/volatile-variables.ts"
import { digestFile, readIfExists, remove, temporaryBeside, writeAtomic } from "../io/files.ts"
import { readTree, type TreeEntry } from "../io/tree.ts"
import { packTree, unpackTrees } from "../io/tree-archive.ts"
import { eachOf } from "../io/workers.ts"
import { digestOf, type Part, partsOf } from "./kept-parts.ts"
import { DEPS } from "./kept-place.ts"
import { type KeptPart, type KeptRecord, readRecord, writeRecord } from "./kept-record.ts"
import { isCompiled, tracedVariables, variablesIn } from "./kept-variables.ts"

/** Says what a layer's archives are, and so is written after them, and before others are removed. */
const RECORD = "record.json"

/** What a layer holds, or why it cannot be used. */
export async function openKept(layer: Layer): Promise<KeptRecord | { readonly why: string }> {
  const record = readRecord((await readIfExists(join(layer.path, RECORD))) ?? "")
  if (record === undefined) return { why: DAMAGED }
  let isWhole = true
  await eachOf(record.parts.values(), async ({ archive }) => {
    const digest = await digestFile(archiveFile(layer, archive), "sha256").catch(() => undefined)
    if (digest !== archive) isWhole = false
  })
  return isWhole ? record : { why: DAMAGED }
}

/** Archives, since layers lose the times of their files on some platforms; named by their digests. */
function archiveFile(layer: Layer, digest: string): string {
  return join(layer.path, `${digest}.tar`)
}

/** Unpacks what was compiled into the app. */
export async function unpackKept(
  layer: Layer,
  { parts }: KeptRecord,
  build: string,
  { app, env, signal }: Pick<StepContext, "app" | "env" | "signal">,
): Promise<void> {
  // Several of tar's would make them at once, and fail.
  for (const shared of [DEPS, join(build, "lib")]) await mkdir(join(app, shared), { recursive: true })
  const files = [...parts.values()].map(({ archive }) => archiveFile(layer, archive))
  await unpackTrees(files, app, { env, signal })
}

/** What is new in a record about sources that were compiled. */
type About = Pick<KeptRecord, "sources" | "variables" | "wrote">

/** Keeps the dependencies and the folder `build`; packs only what is not as in `before`. Returns how many files. */
export async function packKept(
  layer: Layer,
  build: string,
  before: KeptRecord | undefined,
  about: About,
  context: StepContext,
): Promise<number> {
  const entries = await builtEntries(context.app, build)
  const parts = new Map<string, KeptPart>()
  await eachOf(partsOf(entries, build), async ([name, part]) => {
    const [known, tree] = [before?.parts.get(name), digestOf(part)]
    parts.set(name, known?.tree === tree ? known : { tree, ...(await packPart(name, layer, part, context)) })
  })
  const names = [...parts.values()].flatMap(({ variables }) => variables)
  const dependencies = tracedVariables(names, context.env)
  const record = { keptAt: before?.keptAt ?? 0, parts, dependencies, ...about }
  if (before !== undefined && writeRecord(record) === writeRecord(before)) return entries.length
  const keptAt = Math.floor(Date.now() / 1000)
  await writeAtomic(join(layer.path, RECORD), writeRecord({ ...record, keptAt }))
  await removeUnnamed(layer, parts)
  return entries.length
}

/** The app's own variables are known from its sources. */
async function packPart(name: string, layer: Layer, part: Part, context: StepContext): Promise<Omit<KeptPart, "tree">> {
  const archive = await pack(layer, part, context)
  return { archive, variables: name === "" ? [] : await variablesOf(part, context.app) }
}

/** What changes with each build is no reason to compile all of it anew. */
async function variablesOf(part: Part, app: string): Promise<readonly string[]> {
  const names = new Set<string>()
  for (const { kind, path } of part) {
    if (kind !== "file" || !path.startsWith(`${DEPS}/`) || !isCompiled(path)) continue
    for (const name of variablesIn(path, await readFile(join(app, path), "latin1"))) names.add(name)
  }
  return [...names].filter((name) => volatileNames({ [name]: "" }).length === 0).toSorted()
}

async function pack(layer: Layer, part: Part, { app, env, signal }: StepContext): Promise<string> {
  const file = temporaryBeside(join(layer.path, "part"))
  const paths = part.map(({ path }) => path)
  await packTree(app, paths, file, { env, signal })
  const digest = await digestFile(file, "sha256")
  await rename(file, archiveFile(layer, digest))
  return digest
}

/** What the record does not name is of an earlier build, or of one that was killed. */
async function removeUnnamed(layer: Layer, parts: KeptRecord["parts"]): Promise<void> {
  const named = new Set([RECORD, ...[...parts.values()].map(({ archive }) => `${archive}.tar`)])
  const names = await readdir(layer.path)
  await Promise.all(names.filter((name) => !named.has(name)).map((name) => remove(join(layer.path, name))))
}

/** Takes away what `unpackKept` has put there. */
export async function removeBuilt(app: string, build: string): Promise<void> {
  await Promise.all([DEPS, build].map((folder) => clear(join(app, folder))))
}

/** Removes a folder; a mount is emptied, and stays. */
export async function clear(folder: string): Promise<void> {
  await remove(folder).catch((error: unknown) => {
    if (!hasCode(error, "EBUSY")) throw error
  })
}

/** Takes away what was compiled of the app itself, with its path dependencies: all that was not fetched. */
export async function removeOwn(app: string, build: string): Promise<void> {
  const libs = join(app, build, "lib")
  const fetched = new Set(await namesIn(join(app, DEPS)))
  const own = (await namesIn(libs)).filter((name) => !fetched.has(name))
  await Promise.all(own.map((name) => remove(join(libs, name))))
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => [])
}

/** All that is kept: not a release, which is made anew, nor its archive, nor what was fetched for an earlier lock. */
async function builtEntries(app: string, build: string): Promise<readonly TreeEntry[]> {
  const unused = await unlocked(app)
  const isResult = (path: string): boolean => path === "rel" || posix.matchesGlob(path, "*.tar.gz")
  const deps = await entriesIn(app, DEPS, (path) => unused.includes(path))
  const libs = unused.map((name) => `lib/${name}`)
  return [...deps, ...(await entriesIn(app, build, (path) => isResult(path) || libs.includes(path)))]
}

/** Dependencies that are there and that mix.lock does not name. Of a lock of which nothing is understood, none. */
async function unlocked(app: string): Promise<readonly string[]> {
  const locked = lockEntries((await readIfExists(join(app, "mix.lock"))) ?? "").map((entry) => entry.app)
  if (locked.length === 0) return []
  return (await namesIn(join(app, DEPS))).filter((name) => !locked.includes(name))
}

async function entriesIn(app: string, folder: string, skip: (path: string) => boolean): Promise<readonly TreeEntry[]> {
  const root = join(app, folder)
  // A hook may have made it a link to a place of its own.
  const stats = await lstat(root).catch(() => undefined)
  if (!stats?.isDirectory()) return []
  const entries = await readTree(root, skip)
  return entries.map((entry) => ({ ...entry, path: posix.join(folder, entry.path) }))
}
