import { readdir } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { type CacheLimit, type HeldLayer, tidyPlan } from "../core/cache-limit.ts"
import type { Output } from "../core/output.ts"
import { idleAfter, readIdle, writeIdle } from "../core/patience.ts"
import { tellTidying } from "../core/tidying.ts"
import { readIfExists, remove, writeAtomic } from "../io/files.ts"
import { treeSize } from "../io/tree.ts"
import { inCache, isKnown } from "./cache-folder.ts"
import { layerFolders } from "./held-layers.ts"
import { layersFolder, renameAside, setAside } from "./layer-place.ts"
import { layerSizes } from "./layer-sizes.ts"
import type { ClassicLayers } from "./layers.ts"
import type { Alone } from "./presence.ts"

/**
 * Ends a build whose steps ran: removes from the cache what no build has used for long, what makes it larger than it may be,
 * and what this version does not know, each said in a sentence. While other builds use the cache, nothing. Whatever goes wrong
 * fails no build.
 */
export async function tidyCache(
  cacheDir: string,
  layers: ClassicLayers,
  { limit, output, alone }: { readonly limit: CacheLimit; readonly output: Output; readonly alone: Alone },
): Promise<void> {
  await tellTidying(output, () => tidy(cacheDir, layers, limit, alone))
}

/** Does it, and returns the sentences. */
async function tidy(
  cacheDir: string,
  store: ClassicLayers,
  limit: CacheLimit,
  alone: Alone,
): Promise<readonly string[]> {
  const folder = layersFolder(cacheDir)
  const root = dirname(folder)
  const used = new Map(store.usedLayers().map((layer) => [basename(layer.path), layer]))
  const { layers, others } = await layerFolders(cacheDir)

  const astray = others.filter((name) => !used.has(name))
  const unknown = (await readdir(root)).filter((name) => !isKnown(name))
  const strangers = [...unknown, ...astray.map((name) => join("layers", name))].toSorted()
  const before = readIdle(await readIfExists(inCache(cacheDir, "unused")).catch(() => undefined))
  const names = layers.map((layer) => layer.folder)
  const idle = idleAfter(before, names, new Set(used.keys()))
  const sizes = await layerSizes(cacheDir)
  const held = await Promise.all(
    layers.map(async ({ folder: name, title }): Promise<readonly HeldLayer[]> => {
      const layer = used.get(name)
      const refillable = layer?.refillable === true
      // What builds share is whole once it is there, but for the few files that lasting-mix gets, which are small.
      const bytes = await sizes.of(name, { mayDiffer: layer !== undefined && !layer.shared })
      return bytes === undefined ? [] : [{ name, title, bytes, idle: idle.get(name) ?? 0, refillable }]
    }),
  )
  const beside = await treeSize(root, (path) => path === basename(folder) || strangers.includes(path))
  const { gone, said } = tidyPlan(held.flat(), beside, limit)
  // What other builds use or have half made is not known here.
  if (!(await alone())) return []
  // One that begins from now on is not to open what is about to go: it all has other names in a moment, and is removed only then.
  const aside = await Promise.all([
    ...gone.map((name) => setAside(join(folder, name))),
    ...astray.map((name) => renameAside(join(folder, name))),
  ])
  await Promise.all([...aside, ...unknown.map((name) => join(root, name))].map(remove))
  if (idle.size + before.size > 0) await writeAtomic(inCache(cacheDir, "unused"), writeIdle(idle))
  await sizes.save()
  return [
    ...(strangers.length > 0 ? [`Removing what this beampack does not know: ${strangers.join(", ")}`] : []),
    ...said,
  ]
}
