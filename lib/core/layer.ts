/** A folder that outlives the build: a CNB layer, or a place under CACHE_DIR or BUILD_DIR on Heroku. */
export interface LayerSpec {
  readonly name: string
  /** `launch`: the running app needs it. Every layer is there during the build and kept in the cache. */
  readonly launch: boolean
  /** What is in it, as digests and versions. A layer restored with other metadata is emptied first. */
  readonly metadata: Readonly<Record<string, string>>
}

export interface Layer extends LayerSpec {
  readonly path: string
  /** True when the folder already holds what the metadata says. */
  readonly restored: boolean
}

/** Where layers live; each platform has its own. A layer that was opened but not closed is discarded by the next build. */
export interface LayerStore {
  /** The layer's folder: complete when `restored`, else empty. */
  open(spec: LayerSpec): Promise<Layer>
  /** Marks the layer complete. The last thing done to it. */
  close(layer: Layer): Promise<void>
}

/** The folder of a layer that a tool uses as its own cache: whatever it holds, it is complete. */
export async function cacheFolder(layers: LayerStore, name: string): Promise<string> {
  const layer = await layers.open({ name, launch: false, metadata: { layout: "1" } })
  await layers.close(layer)
  return layer.path
}
