import { join } from "node:path"
import { hasCode } from "../core/cause.ts"
import type { Layer, LayerSpec } from "../core/layer.ts"
import { DAMAGED } from "../core/layer-change.ts"
import { digestFile, readIfExists, remove, writeAtomic } from "../io/files.ts"
import { packTree, type TreeArchiveOptions } from "../io/tree-archive.ts"
import { type AppEntry, digestOfEntries } from "./app-tree.ts"
import { type ResultRecord, readRecord, writeRecord } from "./result-record.ts"

/**
 * The layer with the result of the last build. Its layout is raised when what it holds changes in a way that its files do
 * not show.
 */
export const resultLayer: LayerSpec = { name: "result", scope: "cache", metadata: { layout: "1" } }

/** What was made, and a record that counts for it, and so goes first and comes last. */
const ARCHIVE = "result.tar"
const RECORD = "record"

/** What the layer holds; undefined when that is nothing. Throws what is wrong with it. */
export async function readResult(layer: Layer): Promise<ResultRecord | undefined> {
  const text = await readIfExists(join(layer.path, RECORD))
  if (text === undefined) return undefined
  const record = readRecord(text)
  if (record === undefined) throw damaged()
  return record
}

/** The layer's archive. Throws when it is not the record's. */
export async function checkedArchive(layer: Layer, record: ResultRecord): Promise<string> {
  const file = join(layer.path, ARCHIVE)
  const digest = await digestFile(file, "sha256").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return undefined
    throw error
  })
  if (digest !== record.archive) throw damaged()
  return file
}

function damaged(): Error {
  return new Error(DAMAGED)
}

/** Fills the layer with what was made in the app; what it has already of the same, as `before` says, is not written again. */
export async function fillResult(
  layer: Layer,
  before: ResultRecord | undefined,
  about: Omit<ResultRecord, "archive" | "made">,
  made: readonly AppEntry[],
  { app, ...options }: TreeArchiveOptions & { readonly app: string },
): Promise<void> {
  const [file, archive] = [join(layer.path, RECORD), join(layer.path, ARCHIVE)]
  const digest = digestOfEntries(made)
  await remove(file)
  const isSame = before?.made === digest
  if (!isSame) {
    const paths = made.map(({ path }) => path)
    await packTree(app, paths, archive, options)
  }
  const record = { ...about, made: digest, archive: isSame ? before.archive : await digestFile(archive, "sha256") }
  await writeAtomic(file, writeRecord(record))
}

/** Takes away what the layer holds. */
export async function removeResult(layer: Layer): Promise<void> {
  await remove(join(layer.path, RECORD))
  await remove(join(layer.path, ARCHIVE))
}
