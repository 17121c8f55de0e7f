import { stat } from "node:fs/promises"
import { join } from "node:path"
import { readIfExists, writeAtomic } from "../io/files.ts"
import { treeSize } from "../io/tree.ts"
import { inCache } from "./cache-folder.ts"
import { layersFolder, metadataFile } from "./layer-place.ts"

/** How large layers are: of most of them that is known from an earlier build, and a runtime has thousands of files. */
export interface LayerSizes {
  /** The bytes of a layer's files. One that is `refillable` may have changed since it was closed. */
  of(name: string, options: { readonly refillable: boolean }): Promise<number>
  /** Keeps what was found out for the next build. */
  save(): Promise<void>
}

/** When a layer was closed, by the time of its metadata, in milliseconds since 1970, and the bytes it had. */
type Known = readonly [closed: number, bytes: number]

/** The sizes of the layers in a cache. */
export async function layerSizes(cacheDir: string): Promise<LayerSizes> {
  const file = inCache(cacheDir, "sizes")
  const before = (await readIfExists(file).catch(() => undefined)) ?? ""
  const known = readSizes(before)
  const found = new Map<string, Known>()
  return {
    of: async (name, { refillable }) => {
      const path = join(layersFolder(cacheDir), name)
      const { mtimeMs } = await stat(metadataFile(path))
      const [closed, size] = known.get(name) ?? []
      const bytes = size !== undefined && closed === mtimeMs && !refillable ? size : await treeSize(path)
      found.set(name, [mtimeMs, bytes])
      return bytes
    },
    save: async () => {
      const text = JSON.stringify([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      if (text !== before) await writeAtomic(file, text)
    },
  }
}

function readSizes(text: string): ReadonlyMap<string, Known> {
  try {
    const sizes = new Map<string, Known>(JSON.parse(text))
    return new Map([...sizes].filter(([, size]) => Array.isArray(size) && size.every(Number.isFinite)))
  } catch {
    return new Map()
  }
}
