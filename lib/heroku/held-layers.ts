import { readdir } from "node:fs/promises"
import { basename, join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import type { FormerLayer } from "../core/foresight.ts"
import type { LayerSpec } from "../core/layer.ts"
import { isRecord } from "../core/record.ts"
import { folderOf, layersFolder, ledTo, metadataFile, nameIn, storedMetadata } from "./layer-place.ts"

/** Whether the cache holds just this layer, complete. */
export async function holdsLayer(cacheDir: string, spec: LayerSpec): Promise<boolean> {
  return isDeepStrictEqual(await storedMetadata(join(layersFolder(cacheDir), folderOf(spec))), spec.metadata)
}

/** A complete layer that the cache holds, by its name, without opening it: of several the one that was used last. */
export async function heldLayer(cacheDir: string, name: string): Promise<FormerLayer | undefined> {
  const root = layersFolder(cacheDir)
  const path = join(root, (await ledTo(join(root, name))) ?? name)
  const metadata = await storedMetadata(path)
  return isRecord(metadata) ? { path, metadata } : undefined
}

/** What the cache holds of the layers of a name, as their metadata says. */
export async function heldMetadata(cacheDir: string, name: string): Promise<readonly unknown[]> {
  const root = layersFolder(cacheDir)
  const names = await readdir(root).catch(() => [])
  const folders = names.filter((folder) => folder === name || nameIn(folder) === name)
  const held = await Promise.all(folders.map((folder) => storedMetadata(join(root, folder))))
  return held.filter((metadata) => metadata !== undefined)
}

/** What lies where the layers are. */
export interface LayerFolders {
  /** The complete layers: their folders, and what they are called. */
  readonly layers: readonly { readonly folder: string; readonly title: string }[]
  /** The names of anything else. */
  readonly others: readonly string[]
}

/** Looks at the folder of the layers. */
export async function layerFolders(cacheDir: string): Promise<LayerFolders> {
  const root = layersFolder(cacheDir)
  const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
  const links = entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name)
  const names = entries.map(({ name }) => name).filter((name) => !links.includes(name))
  const held = await Promise.all(
    names.map(async (folder) => ({ folder, metadata: await storedMetadata(join(root, folder)) })),
  )
  const layers = held.flatMap(({ folder, metadata }) =>
    isRecord(metadata) ? [{ folder, title: titleOf(folder, metadata) }] : [],
  )
  const targets = await Promise.all(links.map((name) => ledTo(join(root, name))))
  const own = new Set(layers.flatMap(({ folder }) => [folder, basename(metadataFile(folder))]))
  const astray = links.filter((_, at) => !own.has(targets[at] ?? ""))
  return { layers, others: [...names.filter((name) => !own.has(name)), ...astray] }
}

/** As in `node 24.11.0`, when there may be several. */
function titleOf(folder: string, { version }: Readonly<Record<string, unknown>>): string {
  const name = nameIn(folder)
  return name === undefined ? folder : [name, ...(typeof version === "string" ? [version] : [])].join(" ")
}
