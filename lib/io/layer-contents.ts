import type { LayerSpec } from "../core/layer.ts"
import { digestOf } from "./tree-content.ts"

/** Tells metadata apart from any other, in whatever order its keys are. */
export function metadataKey(metadata: LayerSpec["metadata"]): string {
  const rows = Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return digestOf(JSON.stringify(rows)).slice(0, 12)
}
