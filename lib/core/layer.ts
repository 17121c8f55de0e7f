/** `cache`: nobody; `build`: later buildpacks; `all`: these and the running app. */
export type LayerScope = "cache" | "build" | "all"

/** A folder that outlives the build: a CNB layer, or a place under CACHE_DIR or BUILD_DIR on Heroku. */
export interface LayerSpec {
  readonly name: string
  /** Who needs it besides the steps of its own buildpack; every layer is kept in the cache. */
  readonly scope: LayerScope
  /** What is in it, as digests and versions. A layer restored with other metadata is emptied first. */
  readonly metadata: Readonly<Record<string, string>>
  /** Whether what is in it may go at the end of any build, since a tool fills it again. */
  readonly refillable?: true
}

export interface Layer extends LayerSpec {
  readonly path: string
  /** True when the folder already holds what the metadata says. */
  readonly restored: boolean
  /** The metadata of what the cache had in its place; null when nobody can read it, absent when there was nothing. */
  readonly former?: unknown
}

/** Where layers live; each platform has its own. A layer that was opened but not closed is discarded by the next build. */
export interface LayerStore {
  /** The layer's folder: complete when `restored`, else empty. */
  open(spec: LayerSpec): Promise<Layer>
  /** Marks the layer complete. The last thing done to it. */
  close(layer: Layer): Promise<void>
}

/** The folder of a layer that a tool uses as its own cache: whatever it holds, it is complete. */
export async function cacheFolder(layers: LayerStore, name: string, scope: LayerScope = "cache"): Promise<string> {
  const layer = await layers.open({ name, scope, metadata: { layout: "1" }, refillable: true })
  await layers.close(layer)
  return layer.path
}
