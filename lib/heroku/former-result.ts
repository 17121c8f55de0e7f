import { mkdir, rename } from "node:fs/promises"
import { join } from "node:path"
import type { FormerResult } from "../core/former.ts"
import { exists, remove, temporaryBeside } from "../io/files.ts"
import type { RepeatableBuild } from "./repeatable-build.ts"
import { changedPaths } from "./result-change.ts"
import { notUsed, openResult, readResult, removeResult, unpackParts } from "./result-layer.ts"

/** The result of the last build, when only files of the app can make another one of this build. */
export async function formerResult(build: RepeatableBuild): Promise<FormerResult | undefined> {
  const { request } = build
  const layer = await openResult(build)
  const record = layer && (await readResult(layer).catch(() => undefined))
  if (layer === undefined || record === undefined || record.surroundings !== build.surroundings) return undefined
  return {
    changed: changedPaths(record.before, build.before),
    bring: async (folder) => {
      try {
        return await bring(folder, (into) => unpackParts(layer, record, into, request), request.app)
      } catch (error) {
        request.signal.throwIfAborted()
        request.output({ kind: "detail", text: notUsed(error) })
        // Else this build's result would be kept as parts of it. A cache that cannot be written is no reason to fail.
        await removeResult(layer).catch(() => {})
        return false
      }
    },
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
