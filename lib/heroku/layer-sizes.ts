import { stat } from "node:fs/promises"
import { join } from "node:path"
import { hasCode } from "../core/cause.ts"
import { readIfExists, writeAtomic } from "../io/files.ts"
import { treeSize } from "../io/tree.ts"
import { inCache } from "./cache-folder.ts"
import { layersFolder, metadataFile } from "./layer-place.ts"

/** How large layers are: of some that is known from an earlier build, since a runtime has thousands of files. */
export interface LayerSizes {
  /**
   * The bytes of a layer's files; undefined when another build has just emptied it. They are counted when it was closed since the
   * last build, or `mayDiffer`: steps also change what is in a layer without closing it.
   */
  of(name: string, options: { readonly mayDiffer: boolean }): Promise<number | undefined>
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
    of: async (name, { mayDiffer }) => {
      const path = join(layersFolder(cacheDir), name)
      const closedAt = await timeOf(metadataFile(path))
      if (closedAt === undefined) return undefined
      const [closed, size] = known.get(name) ?? []
      const bytes = size !== undefined && closed === closedAt && !mayDiffer ? size : await treeSize(path)
      found.set(name, [closedAt, bytes])
      return bytes
    },
    save: async () => {
      const text = JSON.stringify([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      if (text !== before) await writeAtomic(file, text)
    },
  }
}

async function timeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined
    throw error
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
