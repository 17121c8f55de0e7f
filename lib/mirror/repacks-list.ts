import type { MirrorSource } from "../core/mirror-request.ts"
import type { DownloadOptions } from "../io/receive.ts"
import { fromOrigin } from "../toolchain/index-text.ts"
import { originsFrom } from "../toolchain/origins.ts"
import { parseRepacks, REPACKS_FILE, readRepacks, repackRow } from "../toolchain/repacks.ts"
import { editIndex } from "./folder.ts"
import { madeEntries } from "./stamp.ts"

/**
 * Lists in the mirror what was made for it, and not copied from upstream, so that whoever is served by it can tell. What
 * was copied from such a mirror is of that kind too.
 */
export async function listRepacks(dir: string, source: MirrorSource, context: DownloadOptions): Promise<void> {
  const made = (await madeEntries(dir)).map(({ digest, path }) => repackRow(digest.hex, path))
  const copied = source.kind === "apt" ? [] : await readRepacks(originsFrom(context.env), fromOrigin(context))
  if (made.length + copied.length === 0) return
  await editIndex(dir, REPACKS_FILE, (mine) => {
    const rows = new Set([...parseRepacks(mine), ...made, ...copied])
    return `${[...rows].toSorted().join("\n")}\n`
  })
}
