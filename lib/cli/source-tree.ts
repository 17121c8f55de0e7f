import { cp, lstat, mkdir } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import type { Env } from "../core/env.ts"
import { run } from "../io/run.ts"

/** Made by tools on the developer's machine; a push would not carry them. */
const generated = new Set([".git", "_build", "deps", "node_modules", ".elixir_ls", ".beampack"])

/** Copies the app's source as a push would take it: what git tracks or would track; without git, all but what tools made. */
export async function copySource(app: string, to: string, env: Env): Promise<void> {
  await mkdir(to, { recursive: true })
  const tracked = await trackedFiles(app, env)
  if (tracked === undefined) {
    const options = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true }
    await cp(app, to, { ...options, filter: (path) => path === app || !generated.has(basename(path)) })
    return
  }
  for (const path of tracked) {
    if (await isThere(join(app, path))) {
      await mkdir(dirname(join(to, path)), { recursive: true })
      await cp(join(app, path), join(to, path), { verbatimSymlinks: true, preserveTimestamps: true, recursive: true })
    }
  }
}

/** Undefined when the folder is not in a git checkout, or git is not there. */
async function trackedFiles(app: string, env: Env): Promise<readonly string[] | undefined> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
  const result = await run("git", args, { cwd: app, env })
  return result.exitCode === 0 ? result.stdout.split("\0").filter((path) => path !== "") : undefined
}

/** A file can be in git's index and deleted on disk. */
async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
