import { createHash } from "node:crypto"
import { join } from "node:path"
import type { LayerStore } from "../core/layer.ts"
import { readFolder, readIfExists, remove, writeAtomic } from "./files.ts"

/** Whether no other build uses the folder at this moment. */
type Alone = LayerStore["alone"]

/** Texts in a folder that later builds may believe: one file each, found by its key, such as a URL. */
export interface SealedFiles {
  /** The text as it was kept last, by this build or an earlier one. What is damaged is as good as absent. */
  read(key: string): Promise<string | undefined>
  keep(key: string, text: string): void
  /** Writes what was kept since the last time, and until then nothing. What cannot be written is left out. */
  save(): Promise<void>
}

/** Such a folder; it need not be there. `alone`: what other builds are writing in there is theirs. */
export function sealedFiles(root: string, alone: Alone = async () => true): SealedFiles {
  const kept = new Map<string, string>()
  const unsaved = new Set<string>()
  const fileOf = (key: string) => join(root, sha256(key))
  return {
    read: async (key) => kept.get(key) ?? unseal(key, await readable(fileOf(key))),
    keep: (key, text) => {
      kept.set(key, text)
      unsaved.add(key)
    },
    save: async () => {
      if (unsaved.size === 0) return
      await removeUnfinished(root, alone)
      const files = [...unsaved].map((key) => writeAtomic(fileOf(key), seal(key, kept.get(key) ?? "")))
      unsaved.clear()
      // Later builds do without. If the cache takes no layer either, that is said when the first one is opened.
      await Promise.allSettled(files)
    },
  }
}

/** The text with a digest on top, so that a file that was damaged or put there by another is not believed. */
function seal(key: string, text: string): string {
  return `${sha256(`${key}\n${text}`)}\n${text}`
}

function unseal(key: string, sealed: string | undefined): string | undefined {
  const text = sealed?.slice(sealed.indexOf("\n") + 1)
  return text !== undefined && seal(key, text) === sealed ? text : undefined
}

/** What cannot be read, for whatever reason, is as good as absent. */
async function readable(path: string): Promise<string | undefined> {
  return readIfExists(path).catch(() => undefined)
}

/** Removes what builds left that were killed before they could rename it. */
async function removeUnfinished(root: string, alone: Alone): Promise<void> {
  const names = (await readFolder(root).catch(() => undefined)) ?? []
  const unfinished = names.filter((name) => name.endsWith(".tmp"))
  if (unfinished.length === 0 || !(await alone())) return
  await Promise.allSettled(unfinished.map((name) => remove(join(root, name))))
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}
