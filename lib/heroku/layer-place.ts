import { renameSync } from "node:fs"
import { mkdir, readlink, rename, symlink } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { hasCode } from "../core/cause.ts"
import type { LayerSpec } from "../core/layer.ts"
import { exists, readFolder, readIfExists, remove, temporaryBeside, writeAtomic } from "../io/files.ts"
import { metadataKey } from "../io/layer-contents.ts"
import { inCache } from "./cache-folder.ts"

/** Where the layers lie. */
export function layersFolder(cacheDir: string): string {
  return inCache(cacheDir, "layers")
}

/** The folder of a layer, among the layers: of those that may lie beside others of their name, each has its own. */
export function folderOf({ name, shared, metadata }: Pick<LayerSpec, "name" | "shared" | "metadata">): string {
  return shared ? `${name}-${metadataKey(metadata)}` : name
}

/** The name of the layer that has such a folder; undefined for a folder that holds the only one of its name. */
export function nameIn(folder: string): string | undefined {
  return /^(.+)-[0-9a-f]{12}$/.exec(folder)?.[1]
}

/** The file beside a layer's folder that says what is in it. */
export function metadataFile(path: string): string {
  return `${path}.json`
}

/** Undefined for a layer that is absent or was left half-made, null for one whose metadata is damaged. */
export async function storedMetadata(path: string): Promise<unknown> {
  const text = await readIfExists(metadataFile(path))
  if (text === undefined || !(await exists(path))) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Says that a layer is complete. */
export function writeMetadata(path: string, metadata: LayerSpec["metadata"]): Promise<void> {
  return writeAtomic(metadataFile(path), JSON.stringify(metadata))
}

/** Removes a layer and what is said of it. */
export async function removeLayer(path: string): Promise<void> {
  await remove(await setAside(path))
}

/**
 * Takes a layer away from where builds look for it, and returns where it is then. The metadata goes first: without it what is left of
 * the folder counts for nothing, whenever the build is killed. Then the folder has another name at once, so that who writes into
 * it does not get in the way.
 */
export async function setAside(path: string): Promise<string> {
  await remove(metadataFile(path))
  const link = linkTo(path)
  if (link !== undefined && (await ledTo(link)) === basename(path)) await remove(link)
  return renameAside(path)
}

/** The same of anything else that lies there. */
export async function renameAside(path: string): Promise<string> {
  const aside = temporaryBeside(path)
  await rename(path, aside).catch((error: unknown) => {
    // There was none, or another build that empties it was faster.
    if (!hasCode(error, "ENOENT")) throw error
  })
  return aside
}

/** Makes the folder of a layer, in the place of what is in it. */
export async function makeEmpty(path: string): Promise<void> {
  // Another build may just have made it.
  if ((await readFolder(path))?.length === 0) return remove(metadataFile(path))
  await removeLayer(path)
  await mkdir(path, { recursive: true })
}

/**
 * Puts what was made elsewhere on the disk into a layer's place, in one step. When another build was faster, what `isFine` says
 * to be the same stays, since that build may use it already.
 */
export async function putInPlace(
  made: string,
  { path, metadata }: Pick<LayerSpec, "metadata"> & { readonly path: string },
  isFine: () => Promise<boolean>,
): Promise<void> {
  // So it counts from the moment on in which it is there.
  if (!(await exists(path))) await writeMetadata(path, metadata)
  try {
    await rename(made, path)
  } catch (error) {
    if (!hasCode(error, "ENOTEMPTY", "EEXIST")) throw error
    if (await isFine()) return
    const aside = temporaryBeside(path)
    // No step between the two can wait, so that hardly anybody finds nothing there.
    renameSync(path, aside)
    renameSync(made, path)
    await writeMetadata(path, metadata)
    await remove(aside)
  }
}

/** A link beside the layers of a name leads to the one that was used last. What does not lead there is made to. */
export async function leadTo(path: string): Promise<void> {
  const link = linkTo(path)
  if (link === undefined || (await ledTo(link)) === basename(path)) return
  const fresh = temporaryBeside(link)
  await symlink(basename(path), fresh)
  // Earlier versions of ours had the only one of a name there.
  if (await readFolder(link)) await removeLayer(link)
  await rename(fresh, link)
}

function linkTo(path: string): string | undefined {
  const name = nameIn(basename(path))
  return name === undefined ? undefined : join(dirname(path), name)
}

/** The folder that such a link leads to; undefined when it is none. */
export async function ledTo(link: string): Promise<string | undefined> {
  return readlink(link).then(
    (target) => basename(target),
    () => undefined,
  )
}
