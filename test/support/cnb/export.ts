import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { isFolder } from "../../../lib/io/files.ts"
import { type Archive, archive, archiveFile } from "./archive.ts"
import type { BuildMetadata } from "./build.ts"
import { type Descriptor, escapeId } from "./descriptor.ts"
import type { Image, ImageLayer, KeptLayer } from "./image.ts"
import { type FoundLayer, readLayersFolder } from "./layers-folder.ts"
import type { Machine } from "./machine.ts"
import { refusingAs } from "./refusal.ts"
import { sliced } from "./slices.ts"
import { readToml, writeToml } from "./toml.ts"

interface ExportContext {
  readonly machine: Machine
  readonly group: readonly Descriptor[]
  readonly metadata: BuildMetadata
  readonly previous: Image | undefined
  /** For the archives of the image, and of the one before. */
  readonly store: string
  /** The process type that the user wants an image to start. */
  readonly processType?: string | undefined
}

// The lifecycle passes over metadata that is no table.
const storeFile = z.object({ metadata: z.record(z.string(), z.unknown()).optional().catch(undefined) })

/** Makes the app's image of what the build has left. */
export async function exportImage(context: ExportContext): Promise<Image> {
  return refusingAs("export", async () => {
    const { machine, group, metadata } = context
    const defaultType = entrypoint(context)
    const layers: ImageLayer[] = []
    const kept: Record<string, Record<string, KeptLayer>> = {}
    const stores: Record<string, unknown> = {}
    for (const descriptor of group) {
      const folder = join(machine.folders.layers, escapeId(descriptor.id))
      const launch = (await readLayersFolder(folder)).filter((layer) => layer.launch)
      for (const found of launch) {
        const layer = await launchLayer(descriptor.id, found, context)
        layers.push(layer)
        const { build, cache, metadata: data } = found
        kept[descriptor.id] = {
          ...kept[descriptor.id],
          [found.name]: asJson({ digest: layer.digest, launch: true, build, cache, metadata: data }),
        }
      }
      const store = await readToml(join(folder, "store.toml"), storeFile)
      if (store !== undefined) stores[descriptor.id] = asJson(store)
    }
    layers.push(...(await sbomLayer(context)), ...(await appLayers(context)), await configLayer(context))
    const { layers: there, app } = machine.folders
    return {
      layers,
      kept,
      stores,
      labels: Object.fromEntries(metadata.labels.map(({ key, value }) => [key, value])),
      processes: metadata.processes,
      defaultType,
      env: { CNB_LAYERS_DIR: machine.inside(there), CNB_APP_DIR: machine.inside(app), CNB_PLATFORM_API: "0.15" },
      workdir: machine.inside(app),
    }
  })
}

/** Dates and whole numbers do not come back as they were. */
function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_, part) => (typeof part === "bigint" ? Number(part) : part)))
}

function entrypoint({ metadata, processType }: ExportContext): string | undefined {
  const { processes, defaultType } = metadata
  for (const { type } of processes) {
    if (type === "" || /[/><:|&\\]/.test(type)) throw new Error(`no process type can be called "${type}"`)
  }
  if (processType === undefined) return defaultType
  if (processes.some(({ type }) => type === processType)) return processType
  throw new Error(`the image is to start ${processType}, and no buildpack has declared that process`)
}

async function launchLayer(id: string, found: FoundLayer, context: ExportContext): Promise<ImageLayer> {
  const name = `${id}:${found.name}`
  if (found.content) return layerOf(name, found.path, context)
  if (found.cache) throw new Error(`the layer ${name} is to be cached, and has no content`)
  const before = context.previous?.kept[id]?.[found.name]
  if (before === undefined) throw new Error(`the layer ${name} has no content, and the image before did not have it`)
  return { name, digest: before.digest, file: archiveFile(context.store, before.digest), reused: true }
}

async function sbomLayer(context: ExportContext): Promise<readonly ImageLayer[]> {
  const folder = join(context.machine.folders.layers, "sbom/launch")
  return (await isFolder(folder)) ? [await layerOf("sbom", folder, context)] : []
}

async function appLayers(context: ExportContext): Promise<readonly ImageLayer[]> {
  const { app } = context.machine.folders
  const layers: ImageLayer[] = []
  for (const paths of await sliced(app, context.metadata.slices)) {
    layers.push(await layerOf(`app:${layers.length + 1}`, app, context, paths))
  }
  return layers
}

/** What the launcher reads. */
async function configLayer(context: ExportContext): Promise<ImageLayer> {
  const { machine, group, metadata } = context
  const folder = join(machine.folders.layers, "config")
  await mkdir(folder, { recursive: true })
  await writeToml(join(folder, "metadata.toml"), {
    processes: metadata.processes.map(({ buildpack, default: _, ...process }) => ({
      ...process,
      direct: true,
      "buildpack-id": buildpack,
    })),
    buildpacks: group.map(({ id, api }) => ({ id, api })),
  })
  return layerOf("config", folder, context)
}

async function layerOf(
  name: string,
  here: string,
  { machine, store, previous }: ExportContext,
  paths?: readonly string[],
): Promise<ImageLayer> {
  const made: Archive = await archive({ here, there: machine.inside(here), ...(paths && { paths }) }, store)
  return { name, ...made, reused: previous?.layers.some(({ digest }) => digest === made.digest) ?? false }
}
