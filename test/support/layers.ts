import { readdirSync } from "node:fs"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Layer, LayerSpec, LayerStore } from "../../lib/core/layer.ts"

/** The folder with what builds of just one metadata have put into a layer. */
export function contentsIn(layer: string): string {
  const [only, ...others] = readdirSync(layer)
  if (only === undefined || others.length > 0) throw new Error(`not one folder: ${layer}`)
  return join(layer, only)
}

/** Layers as folders below `root`; what a layer holds is said in `NAME.json` beside it, written by `close`. */
export function folderLayers(root: string): LayerStore {
  const record = (name: string) => join(root, `${name}.json`)
  const close = (layer: Layer) => writeFile(record(layer.name), JSON.stringify(layer.metadata))
  return {
    open: async (spec: LayerSpec): Promise<Layer> => {
      const path = join(root, spec.name)
      const known = await readFile(record(spec.name), "utf8").catch(() => undefined)
      if (known === JSON.stringify(spec.metadata)) return { ...spec, path, restored: true }
      await rm(record(spec.name), { force: true })
      await rm(path, { recursive: true, force: true })
      await mkdir(path, { recursive: true })
      return { ...spec, path, restored: false, ...(known === undefined ? {} : { former: JSON.parse(known) }) }
    },
    fill: async (layer, work) => {
      await work(layer)
      await close(layer)
    },
    close,
    alone: async () => true,
  }
}
