import { createHash } from "node:crypto"
import { lstat, readdir } from "node:fs/promises"
import { join, posix } from "node:path"
import { lockEntries } from "../app/lock-entry.ts"
import type { Layer } from "../core/layer.ts"
import type { StepContext } from "../core/step.ts"
import { digestFile, readIfExists, remove, writeAtomic } from "../io/files.ts"
import { readTree, type TreeEntry } from "../io/tree.ts"
import { packTree, unpackTree } from "../io/tree-archive.ts"
import { DEPS } from "./kept-place.ts"
import { type KeptRecord, readRecord, writeRecord } from "./kept-record.ts"

/**
 * A layer's two files. An archive, since layers lose the times of their files on some platforms; a record that counts for
 * it, and so is written last.
 */
const ARCHIVE = "build.tar"
const RECORD = "record.json"

/** What a layer holds, or why it cannot be used. */
export async function openKept(layer: Layer): Promise<KeptRecord | { readonly why: string }> {
  const record = readRecord((await readIfExists(join(layer.path, RECORD))) ?? "")
  if (record === undefined) return { why: "what the cache has is of an unknown kind" }
  const digest = await digestFile(join(layer.path, ARCHIVE), "sha256").catch(() => undefined)
  return digest === record.archive ? record : { why: "what the cache has is damaged" }
}

/** Unpacks what was compiled into the app. */
export async function unpackKept(layer: Layer, { app, env, signal }: StepContext): Promise<void> {
  await unpackTree(join(layer.path, ARCHIVE), app, { env, signal })
}

/** What is new in a record about sources that were compiled. */
type About = Pick<KeptRecord, "sources" | "variables">

/** Keeps the dependencies and the folder `build`; packs them only when they are not as in `before`. Returns how many files. */
export async function packKept(
  layer: Layer,
  build: string,
  before: KeptRecord | undefined,
  about: About,
  { app, env, signal }: StepContext,
): Promise<number> {
  const entries = await builtEntries(app, build)
  const tree = digestOf(entries)
  const file = join(layer.path, RECORD)
  const isSame = before?.tree === tree
  if (isSame && writeRecord({ ...before, ...about }) === writeRecord(before)) return entries.length
  await remove(file)
  const archive = join(layer.path, ARCHIVE)
  const paths = entries.map(({ path }) => path)
  if (!isSame) await packTree(app, paths, archive, { env, signal })
  const digest = isSame ? before.archive : await digestFile(archive, "sha256")
  await writeAtomic(file, writeRecord({ keptAt: Math.floor(Date.now() / 1000), archive: digest, tree, ...about }))
  return entries.length
}

/** Takes away what `unpackKept` has put there. */
export async function removeBuilt(app: string, build: string): Promise<void> {
  await Promise.all([DEPS, build].map((folder) => remove(join(app, folder))))
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

/** Names, sizes, modes and times tell whether files have changed; a folder's time does not. */
function digestOf(entries: readonly TreeEntry[]): string {
  const rows = entries.map(({ kind, path, bytes, mode, seconds }) => {
    return kind === "folder" ? [path, mode] : [path, mode, kind, bytes, seconds]
  })
  return createHash("sha256").update(JSON.stringify(rows)).digest("hex")
}
