import { join } from "node:path"
import { type IndexFiles, indexFiles } from "../io/index-files.ts"
import { heldMetadata } from "./layers.ts"

/** Indexes in CACHE_DIR. */
export function classicIndexMemory(cacheDir: string): IndexFiles {
  return indexFiles(join(cacheDir, "beampack", "indexes"), (name) => heldMetadata(cacheDir, name))
}
