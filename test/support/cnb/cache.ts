import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isFolder } from "../../../lib/io/files.ts"
import { type Archive, archive, archiveFile, keepOnly } from "./archive.ts"
import { type Descriptor, escapeId } from "./descriptor.ts"
import type { KeptLayer, KeptLayers } from "./image.ts"
import { readLayersFolder } from "./layers-folder.ts"
import type { Machine } from "./machine.ts"
import { isMissing } from "./missing.ts"
import { refusingAs } from "./refusal.ts"

/** What a cache says about the layers in it. */
export interface CacheContent {
  readonly layers: KeptLayers
  /** The digest of the bills of cached layers. */
  readonly sbom?: string
}

interface CacheContext {
  readonly machine: Machine
  readonly group: readonly Descriptor[]
  readonly cache: string
  readonly warn: (text: string) => void
}

/** What is in a cache; nothing in one that was never written. */
export async function readCache(cache: string): Promise<CacheContent> {
  try {
    return JSON.parse(await readFile(join(cache, "metadata.json"), "utf8"))
  } catch (error) {
    if (isMissing(error)) return { layers: {} }
    throw error
  }
}

/** Puts the content of all layers that are to be cached in the place of what the cache had. */
export async function writeCache({ machine, group, cache, warn }: CacheContext): Promise<void> {
  await refusingAs("export", async () => {
    const archives: Archive[] = []
    const put = async (here: string): Promise<string> => {
      const made = await archive({ here, there: machine.inside(here) }, cache)
      archives.push(made)
      return made.digest
    }
    const layers: Record<string, Record<string, KeptLayer>> = {}
    for (const { id } of group) {
      for (const { name, path, content, ...layer } of await readLayersFolder(
        join(machine.folders.layers, escapeId(id)),
      )) {
        if (!layer.cache) continue
        if (content) layers[id] = { ...layers[id], [name]: { ...layer, digest: await put(path) } }
        else warn(`the layer ${id}:${name} has no content to cache`)
      }
    }
    const bills = join(machine.folders.layers, "sbom/cache")
    const kept: CacheContent = { layers, ...((await isFolder(bills)) && { sbom: await put(bills) }) }
    await mkdir(cache, { recursive: true })
    await writeFile(join(cache, "metadata.json"), JSON.stringify(kept))
    await keepOnly(cache, archives)
  })
}

/** An archive of the cache. */
export function cached(cache: string, digest: string): Archive {
  return { digest, file: archiveFile(cache, digest) }
}
