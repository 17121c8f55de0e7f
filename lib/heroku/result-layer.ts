import { join } from "node:path"
import { messageOf } from "../core/cause.ts"
import type { Layer, LayerSpec, LayerStore } from "../core/layer.ts"
import { DAMAGED } from "../core/layer-change.ts"
import { readIfExists, remove, writeAtomic } from "../io/files.ts"
import { storedParts } from "../io/stored-parts.ts"
import type { TreeArchiveOptions } from "../io/tree-archive.ts"
import { eachOf } from "../io/workers.ts"
import { type AppEntry, digestOfEntries } from "./app-tree.ts"
import type { Planned } from "./build.ts"
import { heldLayer } from "./held-layers.ts"
import { resultParts } from "./result-parts.ts"
import { type ResultRecord, readRecord, type StoredPart, writeRecord } from "./result-record.ts"

/**
 * The layer with the result of the last build. Its layout is raised when what it holds changes in a way that its files do
 * not show.
 */
export const resultLayer: LayerSpec = { name: "result", scope: "cache", metadata: { layout: "3" } }

/** Says which archives of the layer count, and what for. */
const RECORD = "record"

/** Opens the layer, when the cache has it. */
export async function openResult({ dirs, layers }: Pick<Planned, "dirs" | "layers">): Promise<Layer | undefined> {
  const isHeld = (await heldLayer(dirs.cache, resultLayer.name)) !== undefined
  return isHeld ? layers.open(resultLayer) : undefined
}

/** What the log says when it cannot be used. */
export function notUsed(error: unknown): string {
  return `The result of the last build is not used: ${messageOf(error)}`
}

/** What the layer holds; undefined when that is nothing. Throws what is wrong with it. */
export async function readResult(layer: Layer): Promise<ResultRecord | undefined> {
  const text = await readIfExists(join(layer.path, RECORD))
  if (text === undefined) return undefined
  const record = readRecord(text)
  if (record === undefined) throw damaged()
  return record
}

/** Unpacks what was made into a folder. Throws when what the layer has is not the record's. */
export async function unpackParts(
  layer: Layer,
  { parts }: ResultRecord,
  into: string,
  options: TreeArchiveOptions,
): Promise<void> {
  const stored = storedParts(layer.path)
  const archives = new Set(parts.map(({ archive }) => archive))
  if (!(await stored.hold(archives))) throw damaged()
  await stored.unpack(archives, into, { ...options, shared: parts.map(({ head }) => join(head, "..")) })
}

function damaged(): Error {
  return new Error(DAMAGED)
}

/** Fills the layer with what was made in the app; what it has already of the same, as `before` says, is not written again. */
export async function fillResult(
  layer: Layer,
  before: ResultRecord | undefined,
  about: Omit<ResultRecord, "parts">,
  made: readonly AppEntry[],
  { app, alone, ...options }: TreeArchiveOptions & Pick<LayerStore, "alone"> & { readonly app: string },
): Promise<void> {
  const stored = storedParts(layer.path)
  const known = new Map(before?.parts.map((part) => [part.made, part.archive]))
  const parts: StoredPart[] = []
  await eachOf(resultParts(made), async ({ head, entries }) => {
    const digest = digestOfEntries(entries)
    const paths = entries.map(({ path }) => path)
    parts.push({ head, made: digest, archive: known.get(digest) ?? (await stored.pack(app, paths, options)) })
  })
  await writeAtomic(join(layer.path, RECORD), writeRecord({ ...about, parts }))
  await stored.removeOthers(
    parts.map(({ archive }) => archive),
    [RECORD],
    alone,
  )
}

/** Takes away what the layer holds. */
export async function removeResult(layer: Layer, { alone }: Pick<LayerStore, "alone">): Promise<void> {
  await remove(join(layer.path, RECORD))
  await storedParts(layer.path).removeOthers([], [RECORD], alone)
}
