import { lstat, readdir } from "node:fs/promises"
import { join } from "node:path"
import type { Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import { run } from "../io/run.ts"

/** What git is run with, and who hears why it lists nothing. */
export interface SourceContext {
  readonly env: Env
  readonly output: Output
  readonly signal: AbortSignal
}

/**
 * The app's files and symlinks as a push would take them, by their paths in it: what git tracks or would track; without
 * git, all but what tools have made. Submodules and checkouts within it count as folders.
 */
export async function sourceFiles(app: string, context: SourceContext): Promise<readonly string[]> {
  const listed = await gitFiles(app, context)
  // An app in a folder that a repository ignores: git knows nothing about it.
  if (listed === undefined || listed.length === 0) return walk(app)
  const nested = await Promise.all(
    listed.map(async (path) => {
      const kind = await lstat(join(app, path)).catch(() => undefined)
      if (kind === undefined) return [] // In git's index, and deleted on disk.
      if (!kind.isDirectory()) return [path]
      return (await sourceFiles(join(app, path), context)).map((file) => join(path, file))
    }),
  )
  return nested.flat()
}

/** Undefined when the folder is in no checkout, git is not there, or it refuses to work. */
async function gitFiles(app: string, { env, output, signal }: SourceContext): Promise<readonly string[] | undefined> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
  const result = await run("git", args, { cwd: app, env: { ...env, LC_ALL: "C" }, signal })
  if (result.exitCode === 0) {
    const paths = new Set(result.stdout.split("\0"))
    // In a submodule that is not checked out git names the folder itself.
    if (paths.has("./")) output({ kind: "warning", text: `${app} is a submodule that is not checked out` })
    return [...paths].filter((path) => path !== "" && path !== "./")
  }
  const said = result.lines.find((line) => line.startsWith("fatal: "))
  if (said !== undefined && !said.includes("not a git repository")) {
    output({ kind: "warning", text: `git does not list the files of ${app}, so all are taken\n${said}` })
  }
  return undefined
}

/** Made by tools, in whatever folder; and made by Mix, beside a mix.exs. */
const generated = new Set([".git", ".elixir_ls", "node_modules"])
const madeByMix = new Set(["_build", "deps"])

async function walk(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const hasMix = entries.some(({ name }) => name === "mix.exs")
  const taken = entries.filter(({ name }) => !generated.has(name) && !(hasMix && madeByMix.has(name)))
  const found = await Promise.all(
    taken.map(async (entry) => {
      if (entry.isDirectory()) return (await walk(join(folder, entry.name))).map((path) => join(entry.name, path))
      return entry.isFile() || entry.isSymbolicLink() ? [entry.name] : []
    }),
  )
  return found.flat()
}
