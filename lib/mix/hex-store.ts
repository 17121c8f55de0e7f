import { join } from "node:path"
import { cacheFolder, type LayerStore } from "../core/layer.ts"
import { digestFile, remove } from "../io/files.ts"
import { tidyIdle } from "./idle-files.ts"

/** The packages that earlier builds have fetched, each a file named by its digest. */
export interface HexStore {
  /** Where a package is, or will be. */
  file(digest: string): string
  /** Whether it is there, whole; what is damaged is removed. */
  has(digest: string): Promise<boolean>
  /** Ends a build that needs these; removes what many builds have not needed. */
  tidy(digests: readonly string[]): Promise<void>
}

/** The store among the layers. */
export async function hexStore(layers: LayerStore): Promise<HexStore> {
  const root = await cacheFolder(layers, "hex-packages")
  const file = (digest: string): string => join(root, `${digest}.tar`)
  return {
    file,
    has: async (digest) => {
      const actual = await digestFile(file(digest), "sha256").catch(() => undefined)
      if (actual === digest) return true
      if (actual !== undefined) await remove(file(digest))
      return false
    },
    tidy: (digests) => {
      const needed = new Set(digests.map((digest) => `${digest}.tar`))
      return tidyIdle(root, needed, { isWhole: (name) => name.endsWith(".tar"), alone: layers.alone })
    },
  }
}
