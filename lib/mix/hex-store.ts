import { join } from "node:path"
import { cacheFolder, type LayerStore } from "../core/layer.ts"
import { idleAfter, PATIENCE, readIdle, writeIdle } from "../core/patience.ts"
import { digestFile, readFolder, readIfExists, remove, writeAtomic } from "../io/files.ts"

/** Says how many builds have not needed a package, by its file; what it does not name was needed by the last. */
const COUNTS = "unneeded.json"

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
    tidy: async (digests) => {
      const before = readIdle(await readIfExists(join(root, COUNTS)))
      const needed = new Set(digests.map((digest) => `${digest}.tar`))
      const names = ((await readFolder(root)) ?? []).filter((name) => name !== COUNTS)
      const counts = new Map(idleAfter(before, names, needed))
      // What was being written when the build before ended is of one that was killed; what is new may be another build's.
      const patience = (name: string): number => (name.endsWith(".tar") ? PATIENCE : 1)
      const gone = [...counts].flatMap(([name, count]) => (count > patience(name) ? [name] : []))
      // Another build may have needed it for the first time just now.
      if (gone.length > 0 && !(await layers.alone())) return
      await Promise.all(gone.map((name) => remove(join(root, name))))
      for (const name of gone) counts.delete(name)
      if (counts.size + before.size > 0) await writeAtomic(join(root, COUNTS), writeIdle(counts))
    },
  }
}
