import type { Arch } from "../../lib/core/target.ts"
import { type Descriptor, escapedId } from "./descriptor.ts"
import { imageLayout, type Layer, layerOf } from "./image.ts"
import type { TarEntry } from "./tar.ts"

/** A buildpack as a layer of an image. */
export interface Module {
  readonly descriptor: Descriptor
  readonly layer: Layer
}

/** A buildpack, and those that it is made of. */
export type Modules = readonly [main: Module, ...others: Module[]]

/** Where platforms look for a buildpack. */
export function placeOf({ buildpack: { id, version } }: Descriptor): string {
  return `${parentOf(id)}/${version}`
}

/** The layer of a buildpack, of the entries that lie in its place. */
export async function moduleOf(descriptor: Descriptor, entries: readonly TarEntry[]): Promise<Module> {
  const folders = [parentOf(descriptor.buildpack.id), placeOf(descriptor)].map((path) => ({ path }))
  return { descriptor, layer: await layerOf([...folders, ...entries]) }
}

/**
 * The content of a .cnb file: an image with buildpacks.
 * https://github.com/buildpacks/spec/blob/main/distribution.md#buildpackage
 */
export function buildpackage(modules: Modules, arch: Arch): readonly Buffer[] {
  const labels = {
    "io.buildpacks.buildpack.layers": JSON.stringify(layersOf(modules)),
    "io.buildpacks.buildpackage.metadata": JSON.stringify(metadataOf(modules[0].descriptor)),
  }
  return imageLayout({ arch, labels, layers: modules.map(({ layer }) => layer) })
}

function parentOf(id: string): string {
  return `/cnb/buildpacks/${escapedId(id)}`
}

/** Keys are as pack writes them: of licences, with capitals. Stacks are any, since targets took their place. */
function metadataOf({ buildpack: { id, name, version, description, homepage, keywords, licenses } }: Descriptor) {
  return {
    id,
    name,
    version,
    description,
    homepage,
    keywords,
    licenses: licenses.map(({ type }) => ({ Type: type, URI: "" })),
    stacks: [{ id: "*" }],
  }
}

function layersOf(modules: readonly Module[]) {
  const entries = modules.map(({ descriptor: { api, buildpack, targets, order }, layer: { diffId } }) => {
    const { id, version, homepage, name } = buildpack
    return [id, { [version]: { api, targets, order, layerDiffID: diffId, homepage, name } }] as const
  })
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
