import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { type LayerMetadata, readLayerMetadata } from "./layer-metadata.ts"
import { isMissing } from "./missing.ts"

/** A layer as its buildpack has left it. */
export interface FoundLayer extends LayerMetadata {
  readonly name: string
  readonly path: string
  /** Whether its folder is there. */
  readonly content: boolean
}

// Files of a buildpack that are about no layer.
const others = ["launch", "build", "store"]

/** The layers in a buildpack's folder by name: folders, with or without a file beside, and files without a folder. */
export async function readLayersFolder(folder: string): Promise<readonly FoundLayer[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const files = entries
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".toml"))
    .map(({ name }) => name.slice(0, -".toml".length))
    .filter((name) => !others.includes(name))
  const names = [...new Set([...folders, ...files])].toSorted()
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      return { name, path, content: folders.includes(name), ...(await readLayerMetadata(`${path}.toml`)) }
    }),
  )
}
