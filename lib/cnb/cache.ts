import { bytesOf, type CacheLimit, describeEviction, describeExcess, evictions } from "../core/cache-limit.ts"
import type { Output } from "../core/output.ts"
import { treeSize } from "../io/tree.ts"
import { type CnbLayers, removeLayer } from "./layers.ts"

/**
 * Ends a build: removes what tools fill again while the layers are larger than they may be. What this build has not used
 * is none of them, since the lifecycle keeps nothing of it.
 */
export async function tidyLayers(layers: CnbLayers, limit: CacheLimit, output: Output): Promise<void> {
  const used = layers.usedLayers()
  const held = await Promise.all(
    used.map(async ({ name, path, refillable = false }) => ({
      name,
      bytes: await treeSize(path),
      idle: 0,
      refillable,
    })),
  )
  const gone = evictions(held, 0, limit.value)
  const excess = describeExcess(bytesOf(held) - bytesOf(gone.map(({ layer }) => layer)), limit)
  const said = [...gone.map((one) => describeEviction(one, limit)), ...(excess === undefined ? [] : [excess])]
  if (said.length > 0) output({ kind: "step", text: "Tidying the cache" })
  for (const { layer } of gone) {
    await Promise.all(used.filter(({ name }) => name === layer.name).map(({ path }) => removeLayer(path)))
  }
  for (const text of said) output({ kind: "detail", text })
}
