import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import type { Files } from "./package.ts"

/** All files below a folder here, which are the same for every seed. */
export function treeOf(folder: string): Files {
  const root = join(import.meta.dirname, folder)
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name)).toSorted()
  return Object.fromEntries(paths.map((path) => [relative(root, path), readFileSync(path, "utf8")]))
}
