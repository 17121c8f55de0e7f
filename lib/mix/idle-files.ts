import { join } from "node:path"
import type { LayerStore } from "../core/layer.ts"
import { idleAfter, PATIENCE, readIdle, writeIdle } from "../core/patience.ts"
import { readFolder, readIfExists, remove, writeAtomic } from "../io/files.ts"

/** Says how many builds have not needed a file, by its name; what it does not name was needed by the last. */
const COUNTS = "unneeded.json"

/** Ends a build that needs these files of a folder; removes what many builds have not needed, and what is not whole. */
export async function tidyIdle(
  root: string,
  needed: ReadonlySet<string>,
  { isWhole, alone }: { readonly isWhole: (name: string) => boolean } & Pick<LayerStore, "alone">,
): Promise<void> {
  const before = readIdle(await readIfExists(join(root, COUNTS)))
  const names = ((await readFolder(root)) ?? []).filter((name) => name !== COUNTS)
  const counts = new Map(idleAfter(before, names, needed))
  // What was being written when the build before ended is of one that was killed; what is new may be another build's.
  const gone = [...counts].flatMap(([name, count]) => (count > (isWhole(name) ? PATIENCE : 1) ? [name] : []))
  // Another build may have needed it for the first time just now.
  if (gone.length > 0 && !(await alone())) return
  await Promise.all(gone.map((name) => remove(join(root, name))))
  for (const name of gone) counts.delete(name)
  if (counts.size + before.size > 0) await writeAtomic(join(root, COUNTS), writeIdle(counts))
}
