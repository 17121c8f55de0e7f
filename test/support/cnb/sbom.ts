import { cp, mkdir, readdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { isFolder } from "../../../lib/io/files.ts"
import { type Descriptor, escapeId } from "./descriptor.ts"
import type { LayerMetadata } from "./layer-metadata.ts"

const mediaTypes: Readonly<Record<string, string>> = {
  "sbom.cdx.json": "application/vnd.cyclonedx+json",
  "sbom.spdx.json": "application/spdx+json",
  "sbom.syft.json": "application/vnd.syft+json",
}

type Use = "launch" | "build" | "cache"

/**
 * Puts the bills of materials that a buildpack has left beside its layers where the image and the cache take them from:
 * `<layers>/sbom/<use>/<buildpack>/[<layer>/]<file>`.
 */
export async function collectBills(
  folder: string,
  descriptor: Descriptor,
  layers: ReadonlyMap<string, LayerMetadata>,
  sbom: string,
): Promise<void> {
  for (const file of (await readdir(folder)).toSorted()) {
    if (!/\.sbom\..*\.json$/.test(file)) continue
    const [layer = ""] = file.split(".")
    const uses = usesOf(layer, layers.get(layer))
    if (uses.length > 0) check(file, descriptor)
    const of = layer === "launch" || layer === "build" ? "" : layer
    for (const use of uses) {
      const to = join(sbom, use, escapeId(descriptor.id), of)
      await mkdir(to, { recursive: true })
      await cp(join(folder, file), join(to, file.slice(file.indexOf(".") + 1)))
    }
  }
}

/** What is beside no layer is left where it is. */
function usesOf(name: string, metadata: LayerMetadata | undefined): readonly Use[] {
  if (name === "launch" || name === "build") return [name]
  if (metadata === undefined) return []
  return [metadata.launch ? "launch" : "build", ...(metadata.cache ? ["cache" as const] : [])]
}

function check(file: string, { id, sbomFormats }: Descriptor): void {
  const [, mediaType] = Object.entries(mediaTypes).find(([ending]) => file.endsWith(`.${ending}`)) ?? []
  if (mediaType === undefined) throw new Error(`${file}: no kind of bill of materials ends so`)
  const declared = sbomFormats.map((format) => format.split(";")[0]?.trim().toLowerCase())
  if (!declared.includes(mediaType)) throw new Error(`${file}: ${id} does not list ${mediaType} in sbom-formats`)
}

/** Puts the bills of restored layers back beside them. */
export async function restoreBills(layers: string, ids: readonly string[]): Promise<void> {
  const sbom = join(layers, "sbom")
  for (const use of ["cache", "launch"]) {
    for (const id of ids.map(escapeId)) {
      const from = join(sbom, use, id)
      if (!(await isFolder(from)) || !(await isFolder(join(layers, id)))) continue
      for (const entry of await readdir(from, { withFileTypes: true })) {
        if (!entry.isDirectory()) continue
        for (const file of await readdir(join(from, entry.name))) {
          await cp(join(from, entry.name, file), join(layers, id, `${entry.name}.${file}`))
        }
      }
    }
  }
  await rm(sbom, { recursive: true, force: true })
}
