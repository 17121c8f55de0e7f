import { mkdir, readdir } from "node:fs/promises"
import { basename, join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { messageOf } from "../core/cause.ts"
import { BuildpackError } from "../core/error.ts"
import type { FormerLayer } from "../core/foresight.ts"
import type { Layer, LayerSpec, LayerStore } from "../core/layer.ts"
import { prose } from "../core/prose.ts"
import { isRecord } from "../core/record.ts"
import { isDiskFull } from "../io/disk-error.ts"
import { copyTree, exists, readFolder, readIfExists, remove, writeAtomic } from "../io/files.ts"
import { inCache } from "./cache-folder.ts"
import type { Alone } from "./presence.ts"

/** Layers in CACHE_DIR, each a folder with its metadata beside it; those for launch are copied into the app at the end. */
export interface ClassicLayers extends LayerStore {
  /** The layers that were used in this build. */
  usedLayers(): readonly Layer[]
  /** Those of them that belong to the running app. */
  launchLayers(): readonly Layer[]
}

/** `fresh`: nothing that an earlier build left is taken. `alone`: what other builds have half made may be theirs still. */
export function classicLayers(
  cacheDir: string,
  { fresh = false, alone = async () => true }: { readonly fresh?: boolean; readonly alone?: Alone } = {},
): ClassicLayers {
  const root = layersFolder(cacheDir)
  const used = new Map<string, Layer>()
  let swept: Promise<void> | undefined

  const refuse = (cause: unknown): never => {
    throw isDiskFull(cause) ? cause : unwritableCache(cacheDir, cause)
  }

  async function open(spec: LayerSpec): Promise<Layer> {
    swept ??= sweep(root, alone).catch(refuse)
    await swept
    const path = join(root, spec.name)
    const stored = fresh && !used.has(spec.name) ? undefined : await storedMetadata(path)
    const restored = isDeepStrictEqual(stored, spec.metadata)
    if (!restored) await makeEmpty(path).catch(refuse)
    const layer = { ...spec, path, restored, former: stored }
    used.set(spec.name, layer)
    return layer
  }

  return {
    open,
    close: (layer) => writeAtomic(metadataFile(layer.path), JSON.stringify(layer.metadata)).catch(refuse),
    usedLayers: () => [...used.values()],
    launchLayers: () => [...used.values()].filter((layer) => layer.scope === "all"),
  }
}

/** Where a launch layer lies in the app, from the app's folder. */
export function launchPath(layer: Layer): string {
  return join(".beampack", layer.name)
}

/** Puts the launch layers into the app, in the place of what an earlier build of the same folder left there. */
export async function copyLaunchLayers(layers: ClassicLayers, app: string): Promise<void> {
  for (const layer of layers.launchLayers()) {
    const to = join(app, launchPath(layer))
    await remove(to)
    await copyTree(layer.path, to)
  }
}

/** Removes what a build that was killed left behind: whatever is still being made has a name with a dot in front. */
async function sweep(root: string, alone: Alone): Promise<void> {
  await mkdir(root, { recursive: true })
  const names = (await readdir(root)).filter((name) => name.startsWith("."))
  if (names.length > 0 && (await alone())) await Promise.all(names.map((name) => remove(join(root, name))))
}

/** What the cache holds as a layer, as its metadata says; undefined when it holds none that is complete. */
export function heldMetadata(cacheDir: string, name: string): Promise<unknown> {
  return storedMetadata(join(layersFolder(cacheDir), name))
}

/** A complete layer that the cache holds, by its name, without opening it. */
export async function heldLayer(cacheDir: string, name: string): Promise<FormerLayer | undefined> {
  const metadata = await heldMetadata(cacheDir, name)
  return isRecord(metadata) ? { path: join(layersFolder(cacheDir), name), metadata } : undefined
}

/** Where the layers lie. */
export function layersFolder(cacheDir: string): string {
  return inCache(cacheDir, "layers")
}

/** What lies where the layers are: the names of those that are complete, and of anything else. */
export async function layerNames(
  cacheDir: string,
): Promise<{ readonly layers: readonly string[]; readonly others: readonly string[] }> {
  const root = layersFolder(cacheDir)
  const names = (await readFolder(root)) ?? []
  const held = await Promise.all(names.map((name) => storedMetadata(join(root, name))))
  const layers = names.filter((_, at) => isRecord(held[at]))
  const own = new Set(layers.flatMap((name) => [name, basename(metadataFile(name))]))
  return { layers, others: names.filter((name) => !own.has(name)) }
}

/** Beside a layer's folder: written last, when the layer is closed. */
export function metadataFile(path: string): string {
  return `${path}.json`
}

/** Undefined for a layer that is absent or was left half-made, null for one whose metadata is damaged. */
async function storedMetadata(path: string): Promise<unknown> {
  const text = await readIfExists(metadataFile(path))
  if (text === undefined || !(await exists(path))) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The metadata goes first: without it what is left of the folder counts for nothing, whenever the build is killed. */
export async function removeLayer(path: string): Promise<void> {
  await remove(metadataFile(path))
  await remove(path)
}

async function makeEmpty(path: string): Promise<void> {
  await removeLayer(path)
  await mkdir(path, { recursive: true })
}

function unwritableCache(cacheDir: string, cause: unknown): BuildpackError {
  return new BuildpackError("cache/unwritable", `CACHE_DIR cannot be written: ${cacheDir}`, {
    help: prose`
      The second argument of bin/compile must be a folder in which the build may write: it keeps runtimes and
      packages for the next build. Check its owner and mode (ls -ld ${cacheDir}), and that its disk is
      neither full nor mounted read-only.
      The system said: ${messageOf(cause)}
    `,
    cause,
  })
}
