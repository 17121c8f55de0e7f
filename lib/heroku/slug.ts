import { readdir } from "node:fs/promises"
import { basename, dirname, join, posix } from "node:path"
import type { BuildRequest } from "../core/buildpack.ts"
import type { LaunchSpec } from "../core/launch.ts"
import { namedPaths } from "../core/named-paths.ts"
import { RUNTIME_PATH_NOTE } from "../core/runtime-path.ts"
import { exists, readFolder, readIfExists } from "../io/files.ts"
import { run } from "../io/run.ts"
import { pathsToTrim, removePaths } from "../io/trim.ts"

/** What a release is made of, and what only builds and developers need: names in an app's top folder. */
const sources = [
  ...["_build", "deps", "apps", "lib", "src", "include", "c_src", "native", "assets", "priv", "rel"],
  ...["test", "doc", "cover"],
  ...["mix.exs", "mix.lock", "*_buildpack.config", "*.md", "LICENSE*", "Dockerfile*", "docker-compose*"],
  ...[".git*", ".formatter.exs", ".credo.exs", ".dialyzer_ignore*", ".tool-versions", ".elixir_ls", ".expert"],
  ...[".vscode", ".idea", ".devcontainer*", ".dockerignore", ".editorconfig"],
]

function isSource(name: string): boolean {
  return sources.some((pattern) => posix.matchesGlob(name, pattern))
}

/** A removal that was begun. */
export interface Trimming {
  /** What is being removed: paths from the app's folder. */
  readonly leaving: readonly string[]
  /** Kept once all of it is gone, and broken when that cannot be. */
  readonly ended: Promise<void>
}

/**
 * Begins to remove the sources from an app that runs on a release: all that `sources` names, but the files of its launch spec and
 * what `.profile.d` names. What is left was brought by other buildpacks, or is the app's own affair. Somebody's checkout
 * is left alone.
 */
export async function trimSlug(
  build: BuildFolder & Pick<BuildRequest, "output" | "signal">,
  { files }: LaunchSpec,
): Promise<Trimming> {
  const { app, env, output, signal } = build
  const nothing = { leaving: [], ended: Promise.resolve() }
  if (files === undefined) return nothing
  output({ kind: "step", text: "Removing the sources" })
  if (await isCheckout(build)) {
    output({ kind: "detail", text: "They stay: git tracks this folder, so it is somebody's work" })
    return nothing
  }
  const keep = [...files, ...(await namedByProfiles(app))]
  // The note tells where Mix believes the sources to be, which are removed here.
  const leaving = [RUNTIME_PATH_NOTE, ...(await pathsToTrim(app, await sourcesOf(app), keep))]
  const staying = (await readdir(app)).filter((name) => !leaving.includes(name))
  output({ kind: "detail", text: `What stays: ${staying.toSorted().join(", ")}` })
  return { leaving, ended: removePaths(app, leaving, { env, signal }) }
}

/** A release has its own copy of the configuration; beside it other programs keep theirs, such as nginx.conf.erb. */
async function sourcesOf(app: string): Promise<readonly string[]> {
  const names = (await readdir(app)).filter(isSource)
  const config = (await readFolder(join(app, "config"))) ?? []
  const scripts = config.filter((name) => name.endsWith(".exs"))
  if (config.length === scripts.length) return [...names, "config"]
  return [...names, ...scripts.map((name) => posix.join("config", name))]
}

/** Where an app is built. */
type BuildFolder = Pick<BuildRequest, "app" | "leftAt" | "env">

/** Platforms build in a copy. A hook that is run by hand may be given a developer's own folder. */
export async function isCheckout({ app, leftAt, env }: BuildFolder): Promise<boolean> {
  const isTop = await exists(join(app, ".git"))
  if (!isTop && !(await hasAbove(dirname(leftAt), ".git"))) return false
  // A repository above knows the app by the name that it has there.
  const [cwd, file] = isTop ? [app, "mix.exs"] : [dirname(leftAt), join(basename(leftAt), "mix.exs")]
  const { exitCode } = await run("git", ["ls-files", "--error-unmatch", file], { cwd, env })
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
