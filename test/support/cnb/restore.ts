import { mkdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { unpackArchive } from "./archive.ts"
import { type CacheContent, cached, readCache } from "./cache.ts"
import { type Descriptor, escapeId } from "./descriptor.ts"
import { type Image, type KeptLayer, layerNamed } from "./image.ts"
import type { Machine } from "./machine.ts"
import { refusingAs } from "./refusal.ts"
import { restoreBills } from "./sbom.ts"
import { writeKept } from "./toml.ts"

interface RestoreContext {
  readonly machine: Machine
  readonly group: readonly Descriptor[]
  readonly previous: Image | undefined
  readonly cache: string
}

/** Layers of earlier builds that are back, as `<buildpack>:<layer>`. */
export interface Restored {
  readonly content: readonly string[]
  /** Those of which nothing but the metadata is. */
  readonly metadata: readonly string[]
  /** Those that the cache and the image before do not agree on. */
  readonly removed: readonly string[]
}

/** Puts back what earlier builds have left: metadata without types, the content of cached layers, bills and stores. */
export async function restore(context: RestoreContext): Promise<Restored> {
  return refusingAs("restore", async () => {
    const { machine, group, previous, cache } = context
    const content = await readCache(cache)
    const { layers } = machine.folders
    const found = group.flatMap(({ id }) => backLayers(id, content, previous))
    for (const { id } of group) {
      const store = previous?.stores[id]
      if (store) await keep(join(layers, escapeId(id), "store.toml"), store)
    }
    for (const { id, name, metadata } of found) {
      await keep(join(layers, escapeId(id), `${name}.toml`), { ...(metadata != null && { metadata }) })
    }
    for (const { id, name, inCache, digest } of found) {
      const path = join(layers, escapeId(id), name)
      if (inCache === undefined) continue
      if (inCache === digest) await unpack(path, digest)
      else await rm(`${path}.toml`)
    }
    const sbom = previous?.layers.some(({ name }) => name === "sbom") ? layerNamed(previous, "sbom") : undefined
    if (sbom) await unpackArchive(sbom, place(join(layers, "sbom/launch")))
    if (content.sbom) await unpack(join(layers, "sbom/cache"), content.sbom)
    await restoreBills(
      layers,
      group.map(({ id }) => id),
    )
    await machine.give(layers)
    const names = (those: typeof found) => those.map(({ id, name }) => `${id}:${name}`)
    return {
      content: names(found.filter(({ inCache, digest }) => inCache === digest)),
      metadata: names(found.filter(({ inCache }) => inCache === undefined)),
      removed: names(found.filter(({ inCache, digest }) => inCache !== undefined && inCache !== digest)),
    }

    async function unpack(path: string, digest: string): Promise<void> {
      await unpackArchive(cached(cache, digest), place(path))
    }

    function place(here: string): { here: string; there: string; asNew: boolean } {
      return { here, there: machine.inside(here), asNew: true }
    }
  })
}

async function keep(file: string, content: object): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true })
  await writeKept(file, content)
}

interface BackLayer extends KeptLayer {
  readonly id: string
  readonly name: string
  /** The digest that the cache has; undefined when it has none of that name. */
  readonly inCache: string | undefined
}

/** The layers of a buildpack whose metadata comes back: those of the image, and those that are in the cache alone. */
function backLayers(id: string, cache: CacheContent, previous: Image | undefined): readonly BackLayer[] {
  const inCache = cache.layers[id] ?? {}
  const inImage = previous?.kept[id] ?? {}
  const fromImage = Object.entries(inImage).filter(([name, layer]) =>
    // Of a cached layer that is in no cache nothing comes back, nor of one that every build makes anew.
    layer.cache ? name in inCache : !layer.build,
  )
  const fromCache = Object.entries(inCache).filter(([name, layer]) => !layer.launch || !(name in inImage))
  return [...new Map([...fromImage, ...fromCache]).entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, layer]) => ({ ...layer, id, name, inCache: inCache[name]?.digest }))
}
