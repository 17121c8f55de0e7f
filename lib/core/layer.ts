/** `cache`: nobody; `build`: later buildpacks; `all`: these and the running app. */
export type LayerScope = "cache" | "build" | "all"

/** A folder that outlives the build: a CNB layer, or a place under CACHE_DIR or BUILD_DIR on Heroku. */
export interface LayerSpec {
  readonly name: string
  /** Who needs it besides the steps of its own buildpack; every layer is kept in the cache. */
  readonly scope: LayerScope
  /**
   * What is in it, as digests and versions. One that is held with other metadata is emptied first, unless it is `shared` and other
   * builds may use it.
   */
  readonly metadata: Readonly<Record<string, string>>
  /**
   * Whether builds at once may use it, each one with other metadata: where builds share a cache those lie beside each other, and each
   * is made by `fill` and whole from then on.
   */
  readonly shared?: true | undefined
  /** Whether what is in it may go at the end of any build, since a tool fills it again. */
  readonly refillable?: true | undefined
}

/** A layer that a step has opened, to fill it or to use it. */
export interface Layer extends LayerSpec {
  readonly path: string
  /** True when the folder already holds what the metadata says. */
  readonly restored: boolean
  /** The metadata of what the cache had in its place; null when nobody can read it, absent when there was nothing. */
  readonly former?: unknown
}

/** Where layers live; each platform has its own. A layer that was opened but not closed is discarded by the next build. */
export interface LayerStore {
  /**
   * The layer's folder: complete when `restored`, else empty. One that is `shared` may also not be there, or be what it was, until it
   * is filled.
   */
  open(spec: LayerSpec): Promise<Layer>
  /**
   * Completes a layer that is not `restored` with what `work` makes. Where builds share a cache it makes that beside the layer, which is
   * put in place in one step, and of a failure nothing is left; a Cloud Native Build makes it in the layer, and is thrown away
   * with it when it fails.
   */
  fill(layer: Layer, work: (making: Layer) => Promise<void>): Promise<void>
  /** Marks the layer complete. The last thing done to it. */
  close(layer: Layer): Promise<void>
  /** Whether no other build uses the layers at this moment. Whoever wants to remove something looks at what is there first. */
  alone(): Promise<boolean>
}

/** The folder of a layer that a tool uses as its own cache: whatever it holds, it is complete. */
export async function cacheFolder(layers: LayerStore, name: string, scope: LayerScope = "cache"): Promise<string> {
  const layer = await layers.open({ name, scope, metadata: { layout: "1" }, refillable: true })
  await layers.close(layer)
  return layer.path
}
