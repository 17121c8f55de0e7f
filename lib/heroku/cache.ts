import { readdir } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { bytesOf, type CacheLimit, describeEviction, describeExcess, evictions } from "../core/cache-limit.ts"
import { messageOf } from "../core/cause.ts"
import type { Output } from "../core/output.ts"
import { idleAfter, readIdle, writeIdle } from "../core/patience.ts"
import { readIfExists, remove, writeAtomic } from "../io/files.ts"
import { treeSize } from "../io/tree.ts"
import { type ClassicLayers, layerNames, layersFolder, removeLayer } from "./layers.ts"

/** Says how many builds have not used a layer, since platforms lose the times of files. */
const IDLE = "unused.json"

/** What is in CACHE_DIR/beampack beside the layers: to keep something there, name it here. */
const known = /^(?:layers|indexes|place|report\.json|unused\.json|node-.*)$/

/**
 * Ends a build whose steps ran: removes from the cache what no build has used for long, what makes it larger than it may be,
 * and what this version does not know, each said in a sentence. Whatever goes wrong fails no build.
 */
export async function tidyCache(
  cacheDir: string,
  layers: ClassicLayers,
  limit: CacheLimit,
  output: Output,
): Promise<void> {
  try {
    const said = await tidy(cacheDir, layers, limit)
    if (said.length > 0) output({ kind: "step", text: "Tidying the cache" })
    for (const text of said) output({ kind: "detail", text })
  } catch (error) {
    output({ kind: "warning", text: `The cache could not be tidied: ${messageOf(error)}` })
  }
}

/** Does it, and returns the sentences. */
async function tidy(cacheDir: string, store: ClassicLayers, limit: CacheLimit): Promise<readonly string[]> {
  const folder = layersFolder(cacheDir)
  const root = dirname(folder)
  const used = new Map(store.usedLayers().map((layer) => [layer.name, layer]))
  const { layers, others } = await layerNames(cacheDir)

  const strangers = [
    ...(await readdir(root)).filter((name) => !known.test(name)),
    ...others.filter((name) => !used.has(name)).map((name) => join("layers", name)),
  ].toSorted()
  await Promise.all(strangers.map((name) => remove(join(root, name))))

  const before = readIdle(await readIfExists(join(root, IDLE)).catch(() => undefined))
  const idle = idleAfter(before, layers, new Set(used.keys()))
  const held = await Promise.all(
    layers.map(async (name) => ({
      name,
      bytes: await treeSize(join(folder, name)),
      idle: idle.get(name) ?? 0,
      refillable: used.get(name)?.refillable === true,
    })),
  )
  const beside = await treeSize(root, (path) => path === basename(folder))
  const gone = evictions(held, beside, limit.value)
  for (const { layer } of gone) await removeLayer(join(folder, layer.name))
  if (idle.size + before.size > 0) await writeAtomic(join(root, IDLE), writeIdle(idle))
  const excess = describeExcess(beside + bytesOf(held) - bytesOf(gone.map(({ layer }) => layer)), limit)
  return [
    ...(strangers.length > 0 ? [`Removing what this beampack does not know: ${strangers.join(", ")}`] : []),
    ...gone.map((one) => describeEviction(one, limit)),
    ...(excess === undefined ? [] : [excess]),
  ]
}
