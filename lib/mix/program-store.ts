import { rename } from "node:fs/promises"
import { join } from "node:path"
import { cacheFolder, type LayerStore } from "../core/layer.ts"
import { digestFile, readFolder, remove, temporaryBeside } from "../io/files.ts"
import { tidyIdle } from "./idle-files.ts"
import type { WantedProgram } from "./wanted-program.ts"

/** The programs that earlier builds have fetched, each a file whose name ends in its digest. */
export interface ProgramStore {
  /** Where one is, whole; undefined when there is none. What is damaged is removed. */
  find(wanted: WantedProgram): Promise<string | undefined>
  /** A fresh place for one that is being fetched. */
  room(wanted: WantedProgram): string
  /** Takes up what was fetched and verified there. Gives where it is now. */
  keep(wanted: WantedProgram, fetched: string): Promise<string>
  /** Ends a build that needs these; removes what many builds have not needed. */
  tidy(needed: readonly WantedProgram[]): Promise<void>
}

/** The store among the layers. */
export async function programStore(layers: LayerStore): Promise<ProgramStore> {
  const root = await cacheFolder(layers, "mix-programs")
  const names = async (): Promise<readonly string[]> => (await readFolder(root)) ?? []
  return {
    find: async (wanted) => {
      for (const name of await names()) {
        const digest = digestIn(name, wanted)
        if (digest === undefined) continue
        const path = join(root, name)
        const actual = await digestFile(path, "sha256").catch(() => undefined)
        if (actual === digest) return path
        await remove(path)
      }
      return undefined
    },
    room: (wanted) => temporaryBeside(join(root, titleOf(wanted))),
    keep: async (wanted, fetched) => {
      const path = join(root, `${titleOf(wanted)}-${await digestFile(fetched, "sha256")}`)
      await rename(fetched, path)
      return path
    },
    tidy: async (needed) => {
      const isNeeded = (name: string): boolean => needed.some((wanted) => digestIn(name, wanted) !== undefined)
      const isWhole = (name: string): boolean => !name.startsWith(".")
      await tidyIdle(root, new Set((await names()).filter(isNeeded)), { isWhole, alone: layers.alone })
    },
  }
}

function titleOf({ tool, version, target }: WantedProgram): string {
  return `${tool}-${version}-${target}`
}

/** The digest in a file's name; undefined for the name of another program. */
function digestIn(name: string, wanted: WantedProgram): string | undefined {
  const title = `${titleOf(wanted)}-`
  const digest = name.startsWith(title) ? name.slice(title.length) : ""
  return /^[0-9a-f]{64}$/.test(digest) ? digest : undefined
}
