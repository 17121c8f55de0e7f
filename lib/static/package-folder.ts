import { type Dirent, lstatSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { hasCode } from "../core/cause.ts"
import { turn } from "../io/turn.ts"

/** What the folder of a package from Hex has in it: only files that do not count, or others too. */
export type PackageFolder = "plain" | "telling"

/**
 * Looks at which files are in `deps/NAME`, and reads none; `counts` says of a path from the app's folder whether it tells. What
 * was not put there from Hex tells as well. Undefined when there is no such folder.
 */
export async function packageFolder(
  app: string,
  name: string,
  counts: (path: string) => boolean,
): Promise<PackageFolder | undefined> {
  const root = `deps/${name}`
  const found = lstatSync(join(app, root), { throwIfNoEntry: false })
  if (!found?.isDirectory()) return found && "telling"
  const folders = [root]
  // Those that are found on the way are read in their turn.
  for (const folder of folders) {
    const entries = entriesIn(join(app, folder))
    if (entries === undefined || (folder === root && !entries.some((entry) => entry.name === ".hex"))) return "telling"
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) folders.push(path)
      else if (!entry.isFile() || counts(path)) return "telling"
    }
    await turn()
  }
  return "plain"
}

function entriesIn(folder: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "EACCES")) return undefined
    throw error
  }
}
