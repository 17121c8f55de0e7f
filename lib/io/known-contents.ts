import { setTimeout as sleep } from "node:timers/promises"
import { readTree, stampOf, tellApart } from "./tree.ts"
import { readContent } from "./tree-content.ts"

/** SHA-256 of files by their stamps. A file that has one of them has that content, wherever it has been moved. */
export type KnownContents = ReadonlyMap<string, string>

/** In milliseconds: what is written twice within a tick of a file system's clock, of 1 to 10, has one stamp. */
const TICK = 50

/** Reads all files below a folder that have come to rest. */
export async function readKnownContents(root: string, signal: AbortSignal): Promise<KnownContents> {
  await sleep(2 * TICK, undefined, { signal })
  const settled = Date.now() - TICK
  const known = new Map<string, string>()
  const entries = await readTree(root, () => false)
  for (const entry of tellApart(entries) ? entries : []) {
    const { kind, changed } = entry
    if (kind === "file" && changed < settled)
      known.set(stampOf(entry), (await readContent(root, { ...entry, kind })).digest)
    signal.throwIfAborted()
  }
  return known
}
