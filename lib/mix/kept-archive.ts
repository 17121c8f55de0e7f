import { lstat, readdir, readFile } from "node:fs/promises"
import { join, posix } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { lockEntries } from "../app/lock-entry.ts"
import { hasCode } from "../core/cause.ts"
import type { Layer } from "../core/layer.ts"
import { DAMAGED } from "../core/layer-change.ts"
import type { StepContext } from "../core/step.ts"
import { volatileNames } from "../core/volatile-variables.ts"
import { readIfExists, remove, writeAtomic } from "../io/files.ts"
import { openContents } from "../io/layer-contents.ts"
import { storedParts } from "../io/stored-parts.ts"
import { readTree, type TreeEntry } from "../io/tree.ts"
import { eachOf } from "../io/workers.ts"
import { digestOf, type Part, partsOf } from "./kept-parts.ts"
import { DEPS } from "./kept-place.ts"
import { type KeptPart, type KeptRecord, readRecord, writeRecord } from "./kept-record.ts"
import { isCompiled, tracedVariables, variablesIn } from "./kept-variables.ts"

/** Says what a layer's archives are, and so is written after them, and before others are removed. */
const RECORD = "record.json"

/** What a layer holds, or why it cannot be used. */
export async function openKept(layer: Layer): Promise<KeptRecord | { readonly why: string }> {
  const folder = await openContents(layer)
  const record = readRecord((await readIfExists(join(folder, RECORD))) ?? "")
  if (record === undefined) return { why: DAMAGED }
  return (await storedParts(folder).hold(archivesOf(record))) ? record : { why: DAMAGED }
}

function archivesOf({ parts }: Pick<KeptRecord, "parts">): readonly string[] {
  return [...parts.values()].map(({ archive }) => archive)
}

/** Unpacks what was compiled into the app. */
export async function unpackKept(
  layer: Layer,
  record: KeptRecord,
  build: string,
  { app, env, signal }: Pick<StepContext, "app" | "env" | "signal">,
): Promise<void> {
  const shared = [DEPS, posix.join(build, "lib")]
  await storedParts(await openContents(layer)).unpack(archivesOf(record), app, { env, signal, shared })
}

/** What is new in a record about sources that were compiled. */
type About = Pick<KeptRecord, "sources" | "variables" | "settings" | "wrote">

/** Keeps the dependencies and the folder `build`; packs only what is not as in `before`. Returns what is kept now. */
export async function packKept(
  layer: Layer,
  build: string,
  before: KeptRecord | undefined,
  about: About,
  context: StepContext,
): Promise<KeptRecord> {
  const folder = await openContents(layer)
  const entries = await builtEntries(context.app, build)
  const parts = new Map<string, KeptPart>()
  await eachOf(partsOf(entries, build), async ([name, part]) => {
    const [known, tree] = [before?.parts.get(name), digestOf(part)]
    parts.set(name, known?.tree === tree ? known : { tree, ...(await packPart(name, folder, part, context)) })
  })
  const names = [...parts.values()].flatMap(({ variables }) => variables)
  const dependencies = tracedVariables(names, context.env)
  const record = { keptAt: before?.keptAt ?? 0, parts, dependencies, ...about }
  if (before !== undefined && writeRecord(record) === writeRecord(before)) return before
  const kept = { ...record, keptAt: Math.floor(Date.now() / 1000) }
  await writeAtomic(join(folder, RECORD), writeRecord(kept))
  await storedParts(folder).removeOthers(archivesOf(kept), [RECORD], context.layers.alone)
  return kept
}

/** The app's own variables are known from its sources. */
async function packPart(
  name: string,
  folder: string,
  part: Part,
  context: StepContext,
): Promise<Omit<KeptPart, "tree">> {
  const { app, env, signal } = context
  const paths = part.map(({ path }) => path)
  const archive = await storedParts(folder).pack(app, paths, { env, signal })
  return { archive, variables: name === "" ? [] : await variablesOf(part, app) }
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

/** Takes away what `unpackKept` has put there. */
export async function removeBuilt(app: string, build: string): Promise<void> {
  await Promise.all([DEPS, build].map((folder) => clear(join(app, folder))))
}

/** How often another step may come between, a tenth of a second apart. */
const TRIES = 20

/** Removes a folder; a mount is emptied, and stays. The last build's release may just be put there. */
export async function clear(folder: string, tries = TRIES): Promise<void> {
  try {
    await remove(folder)
  } catch (error) {
    if (hasCode(error, "EBUSY")) return
    if (tries === 1 || !hasCode(error, "ENOTEMPTY")) throw error
    await sleep(100)
    await clear(folder, tries - 1)
  }
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
