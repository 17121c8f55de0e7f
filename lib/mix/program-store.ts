import { join } from "node:path"
import { cacheFolder, type LayerStore } from "../core/layer.ts"
import { exists } from "../io/files.ts"
import { tidyIdle } from "./idle-files.ts"
import type { WantedProgram } from "./wanted-program.ts"

/** The programs that earlier builds have fetched, each a file that was verified before it was put there. */
export interface ProgramStore {
  /** Where one is, or will be. */
  file(wanted: WantedProgram): string
  has(wanted: WantedProgram): Promise<boolean>
  /** Ends a build that needs these; removes what many builds have not needed. */
  tidy(needed: readonly WantedProgram[]): Promise<void>
}

/** The store among the layers. */
export async function programStore(layers: LayerStore): Promise<ProgramStore> {
  const root = await cacheFolder(layers, "mix-programs")
  const file = (wanted: WantedProgram): string => join(root, nameOf(wanted))
  return {
    file,
    has: (wanted) => exists(file(wanted)),
    tidy: (needed) => {
      const isWhole = (name: string): boolean => !name.startsWith(".")
      return tidyIdle(root, new Set(needed.map(nameOf)), { isWhole, alone: layers.alone })
    },
  }
}

function nameOf({ tool, version, target }: WantedProgram): string {
  return `${tool}-${version}-${target}`
}
