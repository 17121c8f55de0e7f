import { readdir } from "node:fs/promises"
import { join, posix } from "node:path"
import { globPattern } from "./glob.ts"
import type { Launch } from "./launch-toml.ts"

/**
 * The paths of an app's folder, each slice with what it names and its parents, and last what no slice has named; "" is
 * the folder itself. What a slice has taken is not in a later one.
 */
export async function sliced(app: string, slices: Launch["slices"]): Promise<readonly (readonly string[])[]> {
  const entries = await readdir(app, { recursive: true, withFileTypes: true })
  const all = ["", ...entries.map((entry) => join(entry.parentPath, entry.name).slice(app.length + 1)).toSorted()]
  const taken = new Set<string>()
  const parts = slices.map(({ paths }) => {
    const patterns = paths.map(globPattern)
    const own = ownedBy(
      all.slice(1).filter((path) => patterns.some((pattern) => pattern.test(path))),
      all,
      taken,
    )
    for (const path of own) taken.add(path)
    const parents = [...new Set([...own].flatMap(parentsOf))].filter((path) => !own.has(path))
    for (const parent of parents.toSorted((one, other) => depth(other) - depth(one))) {
      if (all.filter((path) => path !== "" && parentOf(path) === parent).every((path) => taken.has(path)))
        taken.add(parent)
    }
    return [...own, ...parents].toSorted()
  })
  return [...parts, all.filter((path) => !taken.has(path))]
}

/** What is named and all below it, without what is taken. */
function ownedBy(named: readonly string[], all: readonly string[], taken: ReadonlySet<string>): ReadonlySet<string> {
  const isNamed = new Set(named.filter((path) => !taken.has(path)))
  return new Set(all.filter((path) => !taken.has(path) && [path, ...parentsOf(path)].some((one) => isNamed.has(one))))
}

function parentOf(path: string): string {
  const parent = posix.dirname(path)
  return parent === "." ? "" : parent
}

/** The folders above a path, up to the app's own. */
function parentsOf(path: string): readonly string[] {
  return path === "" ? [] : [parentOf(path), ...parentsOf(parentOf(path))]
}

function depth(path: string): number {
  return path === "" ? 0 : path.split("/").length
}
