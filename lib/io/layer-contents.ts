import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import type { Layer, LayerSpec } from "../core/layer.ts"
import { digestOf } from "./tree-content.ts"

/** Tells metadata apart from any other, in whatever order its keys are. */
export function metadataKey(metadata: LayerSpec["metadata"]): string {
  const rows = Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return digestOf(JSON.stringify(rows)).slice(0, 12)
}

/**
 * Makes the folder in a layer for what only builds with its metadata put there: another build may at any time have emptied the
 * layer and filled it for metadata of its own, and neither is to take the other's work for what its metadata says.
 */
export async function openContents({ path, metadata }: Pick<Layer, "path" | "metadata">): Promise<string> {
  const folder = join(path, metadataKey(metadata))
  await mkdir(folder, { recursive: true })
  return folder
}
