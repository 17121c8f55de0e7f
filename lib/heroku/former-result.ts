import { mkdir, rename } from "node:fs/promises"
import { join } from "node:path"
import type { FormerResult } from "../core/former.ts"
import { exists, remove, temporaryBeside } from "../io/files.ts"
import { type KnownContents, readKnownContents } from "../io/known-contents.ts"
import type { RepeatableBuild } from "./repeatable-build.ts"
import { changedPaths } from "./result-change.ts"
import { notUsed, openResult, readResult, removeResult, unpackParts } from "./result-layer.ts"

/** The result of the last build, for the steps of this one and for what becomes of them. */
export interface OfferedResult extends FormerResult {
  /** What the files hold that it has brought, read while the steps went on. */
  known(): Promise<KnownContents>
}

/** The result of the last build, when only files of the app can make another one of this build. */
export async function formerResult(build: RepeatableBuild): Promise<OfferedResult | undefined> {
  const { request } = build
  let known: Promise<KnownContents> | undefined
  const layer = await openResult(build)
  const record = layer && (await readResult(layer).catch(() => undefined))
  if (layer === undefined || record === undefined || record.surroundings !== build.surroundings) return undefined
  return {
    changed: changedPaths(record.before, build.before),
    notes: new Map(record.notes),
    bring: async (folder) => {
      try {
        if (!(await bring(folder, (into) => unpackParts(layer, record, into, request), request.app))) return false
        // What is being written at that time is not there, and is read at the end.
        known = readKnownContents(join(request.app, folder), request.signal).catch(() => new Map())
        return true
      } catch (error) {
        request.signal.throwIfAborted()
        request.output({ kind: "detail", text: notUsed(error) })
        // Else this build's result would be kept as parts of it. A cache that cannot be written is no reason to fail.
        await removeResult(layer, build.layers).catch(() => {})
        return false
      }
    },
    known: async () => (await known) ?? new Map(),
  }
}

/** What is there is not touched. */
async function bring(folder: string, unpack: (into: string) => Promise<void>, app: string): Promise<boolean> {
  if (await exists(join(app, folder))) return false
  // Nobody who reads the app at the same time, for npm packages or assets, looks at what is among the releases.
  const beside = temporaryBeside(join(app, folder))
  try {
    await mkdir(beside, { recursive: true })
    await unpack(beside)
    if (!(await exists(join(beside, folder)))) return false
    await rename(join(beside, folder), join(app, folder))
    return true
  } finally {
    await remove(beside)
  }
}
