import type { Layer } from "../core/layer.ts"
import { holdsLayer } from "./held-layers.ts"
import { folderOf } from "./layer-place.ts"
import { copyLaunchLayers } from "./layers.ts"
import { deltasWithoutMarks } from "./marked-deltas.ts"
import type { RepeatableBuild } from "./repeatable-build.ts"
import { notUsed, openResult, readResult, removeResult, unpackParts } from "./result-layer.ts"
import { unpackResult } from "./result-place.ts"
import type { ResultRecord } from "./result-record.ts"

/** What a build has left besides the app's files. */
export type ReusedResult = Pick<ResultRecord, "deltas" | "processes">

/**
 * Makes the app what it was after the build before, when that was this very build; undefined when it was not, and when what
 * was kept cannot be used, which is said: then nothing in the app has changed.
 */
export async function reuseResult(build: RepeatableBuild): Promise<ReusedResult | undefined> {
  const { layers, request } = build
  const { output, signal } = request
  const layer = await openResult(build)
  if (layer === undefined) return undefined
  const found = await unpackKept(layer, build).catch(async (error: unknown) => {
    signal.throwIfAborted()
    output({ kind: "detail", text: notUsed(error) })
    // A cache that cannot be written is no reason to fail.
    await removeResult(layer, layers).catch(() => {})
    return undefined
  })
  if (found === undefined) return undefined
  const { record, put } = found
  signal.throwIfAborted()
  try {
    await put()
    for (const each of record.layers) if (await holdsLayer(build.dirs.cache, each)) await layers.open(each)
    await copyLaunchLayers(layers, request.app)
  } catch (error) {
    // The next build is not to fail for the same reason.
    await removeResult(layer, layers).catch(() => {})
    throw error
  }
  return { deltas: deltasWithoutMarks(record.deltas, build.places), processes: record.processes }
}

interface Unpacked {
  readonly record: ResultRecord
  /** Puts it in place. */
  readonly put: () => Promise<void>
}

/** Undefined when it is the result of another build. Throws why it cannot be used. */
async function unpackKept(layer: Layer, build: RepeatableBuild): Promise<Unpacked | undefined> {
  const record = await readResult(layer)
  if (record === undefined || record.key !== build.key) return undefined
  const lost = await lostLayer(record, build)
  if (lost !== undefined) throw new Error(`the cache has no ${lost} any more`)
  const unpack = (folder: string): Promise<void> => unpackParts(layer, record, folder, build.request)
  return { record, put: await unpackResult(unpack, build.request.app, record.change) }
}

/** A layer that the running app or a later buildpack wants, and that is not what it was. */
async function lostLayer({ layers, deltas }: ResultRecord, build: RepeatableBuild): Promise<string | undefined> {
  for (const layer of layers) {
    // A tool fills its own cache again, whoever names it.
    const isWanted =
      layer.refillable !== true &&
      (layer.scope === "all" || deltas.some(({ change }) => change.value.includes(`/layers/${folderOf(layer)}`)))
    if (isWanted && !(await holdsLayer(build.dirs.cache, layer))) return layer.name
  }
  return undefined
}
