import { mkdir, readdir } from "node:fs/promises"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { messageOf } from "../core/cause.ts"
import { BuildpackError } from "../core/error.ts"
import type { Layer, LayerSpec, LayerStore } from "../core/layer.ts"
import { prose } from "../core/prose.ts"
import { isDiskFull } from "../io/disk-error.ts"
import { copyTree, remove, temporaryBeside } from "../io/files.ts"
import { heldLayer, holdsLayer } from "./held-layers.ts"
import { folderOf, layersFolder, leadTo, makeEmpty, putInPlace, storedMetadata, writeMetadata } from "./layer-place.ts"
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
    const path = join(root, folderOf(spec))
    const isBelieved = !fresh || used.has(spec.name)
    const stored = isBelieved ? await storedMetadata(path) : undefined
    const restored = isDeepStrictEqual(stored, spec.metadata)
    // What builds share is never emptied, and made elsewhere first.
    if (!restored && !spec.shared) await makeEmpty(path).catch(refuse)
    const isNew = isBelieved && stored === undefined
    const former = isNew ? (await heldLayer(cacheDir, spec.name))?.metadata : stored
    const layer = { ...spec, path, restored, former }
    used.set(spec.name, layer)
    if (restored) await leadTo(path).catch(() => {})
    return layer
  }

  async function fill(layer: Layer, work: (making: Layer) => Promise<void>): Promise<void> {
    const making = temporaryBeside(layer.path)
    try {
      await mkdir(making).catch(refuse)
      await work({ ...layer, path: making })
      const isFine = async (): Promise<boolean> => !fresh && (await holdsLayer(cacheDir, layer))
      await putInPlace(making, layer, isFine).catch(refuse)
      await leadTo(layer.path).catch(() => {})
    } finally {
      await remove(making)
    }
  }

  return {
    open,
    fill,
    close: ({ path, metadata }) => writeMetadata(path, metadata).catch(refuse),
    alone,
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
