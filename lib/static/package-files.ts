import { lstatSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { hasCode } from "../core/cause.ts"
import { turn } from "../io/turn.ts"

const modules = /\.(?:exs?|[ehxy]rl|erl\.src|app\.src(?:\.script)?|appup(?:\.src)?|pot?)$/
const native = /\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx|S|rs|zig|mk|o|a|d|so|dll|dylib|beam|app)$/
const ofTools =
  /(?:^|\/)(?:\.hex|\.fetch|hex_metadata\.config|rebar\.(?:config(?:\.script)?|lock)|(?:GNU)?Makefile(?:\.\w+)?|Cargo\.(?:toml|lock)|\.gitignore)$/
/** What rebar3 leaves below the `_build` of a package that it has compiled. */
const byRebar = /(?:^|\/)_build\/(?:[^/]+\/)*\.rebar3\//
const documents =
  /\.(?:md|markdown|asciidoc|adoc|rst|edoc)$|(?:^|\/)(?:README|CHANGE(?:LOG|S)|LICEN[CS]E|COPYING|COPYRIGHT|NOTICE|AUTHORS|CONTRIBUT(?:ORS|ING)|VERSION)(?:[-_]\w+)*(?:\.txt)?$/i

/** Whether a package's file is one that no bundler and no style sheet reads: a module, what it is compiled by, or a document. */
export function isPlain(path: string): boolean {
  return [modules, native, ofTools, byRebar, documents].some((pattern) => pattern.test(path))
}

/** What the folder of a package from Hex has in it: only files that do not count, or others too. */
export type PackageFolder = "plain" | "telling"

/**
 * Looks at which files are in `deps/NAME`, and reads none; `counts` says of a path from the app's folder whether it tells. What
 * was not put there from Hex tells as well. Undefined when there is no such folder.
 */
export async function packageFolder(
  app: string,
  name: string,
  counts: (path: string) => boolean,
): Promise<PackageFolder | undefined> {
  const root = `deps/${name}`
  const found = lstatSync(join(app, root), { throwIfNoEntry: false })
  if (!found?.isDirectory()) return found && "telling"
  const folders = [root]
  // Those that are found on the way are read in their turn.
  for (const folder of folders) {
    const entries = entriesIn(join(app, folder))
    if (entries === undefined || (folder === root && !entries.some((entry) => entry.name === ".hex"))) return "telling"
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) folders.push(path)
      else if (!entry.isFile() || counts(path)) return "telling"
    }
    await turn()
  }
  return "plain"
}

function entriesIn(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "EACCES")) return undefined
    throw error
  }
}
