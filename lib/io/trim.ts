import { realpath } from "node:fs/promises"
import { join, posix, relative } from "node:path"
import { readFolder, remove } from "./files.ts"
import { type RunOptions, run } from "./run.ts"

/**
 * What has to be removed so that of these paths nothing stays but what `keep` names in or below them, and what that leads to
 * when there are links on the way. All are paths from the app's folder; none of those returned leads through a link.
 */
export async function pathsToTrim(
  app: string,
  paths: readonly string[],
  keep: readonly string[],
): Promise<readonly string[]> {
  const kept = await withTargets(app, keep)
  return (await Promise.all(paths.map((path) => except(app, path, kept)))).flat()
}

async function withTargets(app: string, paths: readonly string[]): Promise<readonly string[]> {
  const root = await realpath(app)
  const targets = await Promise.all(paths.map((path) => realpath(join(app, path)).catch(() => undefined)))
  const inside = targets.flatMap((target) => (target?.startsWith(`${root}/`) ? [relative(root, target)] : []))
  return [...paths, ...inside].map((path) => posix.normalize(path))
}

async function except(app: string, path: string, keep: readonly string[]): Promise<readonly string[]> {
  if (keep.includes(".") || keep.includes(path)) return []
  const names = keep.some((kept) => kept.startsWith(`${path}/`)) ? await readFolder(join(app, path)) : undefined
  if (names === undefined) return [path]
  return (await Promise.all(names.map((name) => except(app, posix.join(path, name), keep)))).flat()
}

/**
 * Removes paths from an app's folder, by a program that does it beside us: for thousands of files Node takes longer than the
 * disk. What that program cannot remove is removed as elsewhere.
 */
export async function removePaths(
  app: string,
  paths: readonly string[],
  { env, signal }: Pick<RunOptions, "env" | "signal">,
): Promise<void> {
  const stdin = paths.map((path) => `./${path}\0`).join("")
  const how = { cwd: app, env: { PATH: env.PATH, LC_ALL: "C" }, signal, stdin }
  const { exitCode } = await run("xargs", ["-0", "rm", "-rf"], how)
  if (exitCode !== 0) for (const path of paths) await remove(join(app, path))
}
