import { join, posix } from "node:path"
import { builtReleases } from "../app/releases.ts"
import { readFolder, remove } from "../io/files.ts"

/**
 * What `mix release` copies and no release runs: programs that compile, check or test code, and boot scripts as text, of
 * which the BEAM reads the binary form beside them. What starts, stops, watches or asks a node stays, and so do escript and
 * erl_call, which find there all they need.
 */
const excess = ["erts-*/bin/{erlc,ct_run,dialyzer,typer,yielding_c_fun}", "releases/*/*.script"]

/** Removes it from the releases in these folders of the app. One that brings no Erlang of its own has no such programs. */
export async function removeExcess(app: string, folders: readonly string[]): Promise<void> {
  const releases = (await Promise.all(folders.map((folder) => builtReleases(app, folder)))).flat()
  for (const { root } of releases) {
    for (const pattern of excess) {
      const paths = await matching(join(app, root), pattern.split("/"))
      await Promise.all(paths.map(remove))
    }
  }
}

/** The paths below a folder whose parts match a pattern each. None leads through a link: what is there is somebody else's. */
async function matching(folder: string, [pattern, ...rest]: readonly string[]): Promise<readonly string[]> {
  if (pattern === undefined) return [folder]
  const names = ((await readFolder(folder)) ?? []).filter((name) => posix.matchesGlob(name, pattern))
  return (await Promise.all(names.map((name) => matching(join(folder, name), rest)))).flat()
}
