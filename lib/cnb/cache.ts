import { type CacheLimit, tidyPlan } from "../core/cache-limit.ts"
import type { Output } from "../core/output.ts"
import { tellTidying } from "../core/tidying.ts"
import { treeSize } from "../io/tree.ts"
import { type CnbLayers, removeLayer } from "./layers.ts"

/**
 * Ends a build: removes what tools fill again while the layers are larger than they may be. What this build has not used
 * is none of them, since the lifecycle keeps nothing of it. Whatever goes wrong fails no build.
 */
export async function tidyLayers(layers: CnbLayers, limit: CacheLimit, output: Output): Promise<void> {
  await tellTidying(output, async () => {
    const held = await Promise.all(
      layers.usedLayers().map(async ({ name, path, refillable = false }) => {
        return { name, path, bytes: await treeSize(path), idle: 0, refillable }
      }),
    )
    const { gone, said } = tidyPlan(held, 0, limit)
    for (const { path } of held.filter(({ name }) => gone.includes(name))) await removeLayer(path)
    return said
  })
}
