import { readdir } from "node:fs/promises"
import { dirname, join, posix } from "node:path"
import type { Env } from "../core/env.ts"
import type { LaunchSpec } from "../core/launch.ts"
import { namedPaths } from "../core/named-paths.ts"
import type { Output } from "../core/output.ts"
import { exists, readFolder, readIfExists } from "../io/files.ts"
import { run } from "../io/run.ts"
import { trim } from "../io/trim.ts"

/** What a release is made of, and what only builds and developers need: names in an app's top folder. */
const sources = [
  ...[
    "_build",
    "deps",
    "apps",
    "lib",
    "src",
    "include",
    "c_src",
    "native",
    "assets",
    "priv",
    "rel",
    "test",
    "doc",
    "cover",
  ],
  ...["mix.exs", "mix.lock", "*_buildpack.config", "*.md", "LICENSE*", "Dockerfile*", "docker-compose*"],
  ...[".git*", ".formatter.exs", ".credo.exs", ".dialyzer_ignore*", ".tool-versions", ".elixir_ls", ".expert"],
  ...[".vscode", ".idea", ".devcontainer*", ".dockerignore", ".editorconfig"],
]

function isSource(name: string): boolean {
  return sources.some((pattern) => posix.matchesGlob(name, pattern))
}

/**
 * Removes the sources from an app that runs on a release: all that `sources` names, but the files of its launch spec and
 * what `.profile.d` names. What is left was brought by other buildpacks, or is the app's own affair. Somebody's checkout
 * is left alone.
 */
export async function trimSlug(app: string, { files }: LaunchSpec, env: Env, output: Output): Promise<void> {
  if (files === undefined) return
  output({ kind: "step", text: "Removing the sources" })
  if (await isCheckout(app, env)) {
    output({ kind: "detail", text: "They stay: git tracks this folder, so it is somebody's work" })
    return
  }
  await trim(app, await sourcesOf(app), [...files, ...(await namedByProfiles(app))])
  output({ kind: "detail", text: `What stays: ${(await readdir(app)).toSorted().join(", ")}` })
}

/** A release has its own copy of the configuration; beside it other programs keep theirs, such as nginx.conf.erb. */
async function sourcesOf(app: string): Promise<readonly string[]> {
  const names = (await readdir(app)).filter(isSource)
  const config = (await readFolder(join(app, "config"))) ?? []
  const scripts = config.filter((name) => name.endsWith(".exs"))
  if (config.length === scripts.length) return [...names, "config"]
  return [...names, ...scripts.map((name) => posix.join("config", name))]
}

/** Platforms build in a copy. A hook that is run by hand may be given a developer's own folder. */
async function isCheckout(app: string, env: Env): Promise<boolean> {
  if (!(await hasAbove(app, ".git"))) return false
  const { exitCode } = await run("git", ["ls-files", "--error-unmatch", "mix.exs"], { cwd: app, env })
  return exitCode !== 1
}

async function hasAbove(folder: string, name: string): Promise<boolean> {
  if (await exists(join(folder, name))) return true
  return dirname(folder) !== folder && hasAbove(dirname(folder), name)
}

/** What the scripts name that the platform sources before a process starts. */
async function namedByProfiles(app: string): Promise<readonly string[]> {
  const names = await readdir(join(app, ".profile.d")).catch(() => [])
  const files = [".profile", ...names.map((name) => join(".profile.d", name))]
  const texts = await Promise.all(files.map((file) => readIfExists(join(app, file))))
  return texts.flatMap((text) => namedPaths(text ?? ""))
}
