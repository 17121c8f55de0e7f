import { realpath } from "node:fs/promises"
import { join, posix, relative } from "node:path"
import { readFolder, remove } from "./files.ts"

/**
 * Removes paths from an app's folder, but what `keep` names in or below them, and what that leads to when there are links
 * on the way. All are paths from the app's folder; nothing is done through a link.
 */
export async function trim(app: string, paths: readonly string[], keep: readonly string[]): Promise<void> {
  const kept = await withTargets(app, keep)
  for (const path of paths) await removeExcept(app, path, kept)
}

async function withTargets(app: string, paths: readonly string[]): Promise<readonly string[]> {
  const root = await realpath(app)
  const targets = await Promise.all(paths.map((path) => realpath(join(app, path)).catch(() => undefined)))
  const inside = targets.flatMap((target) => (target?.startsWith(`${root}/`) ? [relative(root, target)] : []))
  return [...paths, ...inside].map((path) => posix.normalize(path))
}

async function removeExcept(app: string, path: string, keep: readonly string[]): Promise<void> {
  if (keep.includes(".") || keep.includes(path)) return
  const entries = keep.some((kept) => kept.startsWith(`${path}/`)) ? await readFolder(join(app, path)) : undefined
  if (entries === undefined) return remove(join(app, path))
  for (const name of entries) await removeExcept(app, posix.join(path, name), keep)
}
