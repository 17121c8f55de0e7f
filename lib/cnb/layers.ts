import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { parse, stringify } from "smol-toml"
import type { Layer, LayerSpec, LayerStore } from "../core/layer.ts"
import { exists, readFolder, readIfExists, remove, writeAtomic } from "../io/files.ts"

/** Layers as the lifecycle knows them. */
export interface CnbLayers extends LayerStore {
  /** The layers that were used in this build. */
  usedLayers(): readonly Layer[]
}

/**
 * Layers in the folder that the lifecycle names, each with a TOML file beside it. What an earlier build left is there
 * again. https://github.com/buildpacks/spec/blob/main/buildpack.md#layers `fresh`: nothing of it is taken.
 */
export function cnbLayers(layersDir: string, { fresh = false } = {}): CnbLayers {
  const used = new Map<string, Layer>()

  async function open(spec: LayerSpec): Promise<Layer> {
    const path = join(layersDir, spec.name)
    const usable = used.has(spec.name) || (!fresh && (await exists(layerFile(path))) && !(await isEmpty(path)))
    const held = usable ? ((await heldMetadata(layersDir, spec.name)) ?? null) : undefined
    const restored = isDeepStrictEqual(held, spec.metadata)
    const layer = { ...spec, path, restored, former: held }
    used.set(spec.name, layer)
    // The lifecycle restores no types, and drops a layer that has none.
    if (restored) await close(layer)
    else await makeEmpty(path)
    return layer
  }

  /** Each build has its layers to itself, and those of one that fails are thrown away. */
  async function fill(layer: Layer, work: (making: Layer) => Promise<void>): Promise<void> {
    await work(layer)
    await close(layer)
  }

  return { open, fill, close, alone: async () => true, usedLayers: () => [...used.values()] }
}

/** Also when it is not there: the lifecycle may have restored the metadata alone. */
async function isEmpty(path: string): Promise<boolean> {
  return ((await readFolder(path)) ?? []).length === 0
}

async function close({ path, scope, metadata }: Layer): Promise<void> {
  const types = { build: scope !== "cache", cache: true, launch: scope === "all" }
  await writeAtomic(layerFile(path), stringify({ types, metadata }))
}

/** The file that says what a layer is. */
export function layerFile(path: string): string {
  return `${path}.toml`
}

/** What an earlier build said about a layer; undefined when there is none, or none that we wrote. */
export async function heldMetadata(layersDir: string, name: string): Promise<unknown> {
  try {
    const text = await readIfExists(layerFile(join(layersDir, name)))
    // Its tables have no prototype, and so equal no object of ours.
    return structuredClone(parse(text ?? "").metadata)
  } catch {
    return undefined
  }
}

/** The file goes first: a layer without one is nothing to the lifecycle. */
export async function removeLayer(path: string): Promise<void> {
  await remove(layerFile(path))
  await remove(path)
}

async function makeEmpty(path: string): Promise<void> {
  await removeLayer(path)
  await mkdir(path, { recursive: true })
}
