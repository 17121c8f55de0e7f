import { readdir } from "node:fs/promises"
import { join, posix } from "node:path"
import type { LaunchSpec } from "../core/launch.ts"
import type { Output } from "../core/output.ts"
import { exists, readIfExists, remove } from "../io/files.ts"

/**
 * Removes from a built app what nobody needs to run it: all but the files of its launch spec, what its process types and
 * `.profile.d` name, and what belongs to the platform or to other buildpacks. A checkout is left alone.
 */
export async function trimSlug(app: string, launch: LaunchSpec, output: Output): Promise<void> {
  if (launch.files === undefined) return
  output({ kind: "step", text: "Leaving only what the app runs on" })
  if (await exists(join(app, ".git"))) {
    output({ kind: "detail", text: "All of it stays: the folder has a .git, so it may be someone's work" })
    return
  }
  const names = await readdir(app)
  const named = namedPaths([...Object.values(launch.processes).map(({ value }) => value), ...(await profiles(app))])
  const keep = [...launch.files, ...named, ...names.filter(isOthers)].map((path) =>
    posix.normalize(path).replace(/\/$/, ""),
  )
  await removeExcept(app, "", keep)
  output({ kind: "detail", text: `${(await readdir(app)).join(", ")} (BEAMPACK_KEEP names what else is to stay)` })
}

/** The platform reads these, also from the slug. */
const platformFiles = ["Procfile", "app.json", "formation.json", "CHECKS", "DOKKU_SCALE", "nginx.conf.sigil"]

/** Hidden names that are a developer's; other hidden names are where buildpacks keep what they bring. */
const developersFiles =
  /^\.(git.*|hg|svn|circleci|buildkite|travis\.yml|formatter\.exs|credo\.exs|dialyzer_ignore.*|doctor\.exs|sobelow.*|elixir_ls|elixir-tools|expert|lexical|vscode|idea|zed|devcontainer.*|dockerignore|editorconfig|prettier.*|eslint.*|tool-versions|mise.*|nvmrc|node-version|npmrc|yarn.*)$/

function isOthers(name: string): boolean {
  return platformFiles.includes(name) || (name.startsWith(".") && !developersFiles.test(name))
}

/** The scripts that the platform sources before a process starts. */
async function profiles(app: string): Promise<readonly string[]> {
  const names = await readdir(join(app, ".profile.d")).catch(() => [])
  const files = [".profile", ...names.map((name) => join(".profile.d", name))]
  const texts = await Promise.all(files.map((file) => readIfExists(join(app, file))))
  return texts.filter((text) => text !== undefined)
}

/** What shell text may mean by a path of the app: words such as `bin/start`, `./bin/start`, `$HOME/bin` and `/app/bin`. */
export function namedPaths(texts: readonly string[]): readonly string[] {
  const words = texts.flatMap((text) => text.match(/[^\s:;&|<>()"'=`]+/g) ?? [])
  return words
    .map((word) => posix.normalize(word.replace(/^(?:\$HOME|\$\{HOME\}|\/app|~)\//, "")))
    .filter((path) => /^[^/$.~-]/.test(path) || /^\.[^./]/.test(path))
}

async function removeExcept(app: string, folder: string, keep: readonly string[]): Promise<void> {
  for (const name of await readdir(join(app, folder))) {
    const path = posix.join(folder, name)
    if (keep.includes(".") || keep.includes(path)) continue
    if (keep.some((kept) => kept.startsWith(`${path}/`))) await removeExcept(app, path, keep)
    else await remove(join(app, path))
  }
}
