import type { Archive } from "./archive.ts"
import type { AppProcess } from "./build.ts"
import type { Vars } from "./vars.ts"

/** What is kept of a layer, in an image's label or in a cache. */
export interface KeptLayer {
  readonly digest: string
  readonly launch: boolean
  readonly build: boolean
  readonly cache: boolean
  readonly metadata: unknown
}

/** Kept layers by buildpack and by name. */
export type KeptLayers = Readonly<Record<string, Readonly<Record<string, KeptLayer>>>>

/** A layer of an image. */
export interface ImageLayer extends Archive {
  /** `<buildpack>:<layer>`, `app:<number>`, `sbom` or `config`. */
  readonly name: string
  /** Whether the image before had it. */
  readonly reused: boolean
}

/** An app's image, on top of its run image. */
export interface Image {
  /** From the lowest on. */
  readonly layers: readonly ImageLayer[]
  /** What a label says about the layers of buildpacks. */
  readonly kept: KeptLayers
  /** What buildpacks have put into store.toml. */
  readonly stores: Readonly<Record<string, unknown>>
  readonly labels: Readonly<Record<string, string>>
  readonly processes: readonly AppProcess[]
  readonly defaultType: string | undefined
  /** What the image adds to the environment of its run image. */
  readonly env: Vars
  readonly workdir: string
}

/** The names of the layers that the image before did not have. */
export function addedLayers({ layers }: Image): readonly string[] {
  return layers.filter(({ reused }) => !reused).map(({ name }) => name)
}

/** A layer of an image by its name. Throws when there is none. */
export function layerNamed({ layers }: Image, name: string): ImageLayer {
  const layer = layers.find((one) => one.name === name)
  if (layer === undefined) throw new Error(`the image has no layer ${name}: ${layers.map((one) => one.name)}`)
  return layer
}
