import { join, posix } from "node:path"
import { builtReleases } from "../app/releases.ts"
import { readFolder, remove } from "../io/files.ts"
import { type ReleaseSymbolsContext, removeSymbols } from "./release-symbols.ts"

/**
 * What `mix release` copies and no release runs: programs that compile, check or test code, an engine that only OTP's own
 * tests load, templates of start scripts, and boot scripts as text, of which the BEAM reads the binary form beside them. What
 * starts, stops, watches or asks a node stays, and so do escript and erl_call, which find there all they need.
 */
const excess = [
  "erts-*/bin/{erlc,ct_run,dialyzer,typer,yielding_c_fun}",
  "erts-*/bin/{erl,start,start_erl}.src",
  "lib/crypto-*/priv/lib/otp_test_engine.so",
  "releases/*/*.script",
]

/** Erlang's own programs and libraries of machine code. What other packages bring in priv is theirs. */
const native = ["erts-*/bin/*", "lib/{asn1,crypto,megaco,odbc,os_mon,runtime_tools,wx}-*/priv/{bin,lib}/*"]

/** Where to look for it, and what of it stays. */
export interface Excess {
  /** Where releases stand, from the app's folder. */
  readonly folders: readonly string[]
  /** Paths and patterns, from there too, of what stays as Mix has made it, with all that is below. */
  readonly keep: readonly string[]
}

/** Removes it from the releases. One that brings no Erlang of its own has no such programs. */
export async function removeExcess({ folders, keep }: Excess, context: ReleaseSymbolsContext): Promise<void> {
  const { app } = context
  const releases = (await Promise.all(folders.map((folder) => builtReleases(app, folder)))).flat()
  const find = async (root: string, patterns: readonly string[]): Promise<readonly string[]> => {
    const found = await Promise.all(patterns.map((pattern) => matching(app, root, pattern.split("/"))))
    return found.flat().filter((path) => !isKept(path, keep))
  }
  for (const { root } of releases) {
    await Promise.all((await find(root, excess)).map((path) => remove(join(app, path))))
    await removeSymbols(await find(root, native), context)
  }
}

/** The paths below a folder whose parts match a pattern each. None leads through a link: what is there is somebody else's. */
async function matching(
  app: string,
  folder: string,
  [pattern, ...rest]: readonly string[],
): Promise<readonly string[]> {
  if (pattern === undefined) return [folder]
  const names = ((await readFolder(join(app, folder))) ?? []).filter((name) => posix.matchesGlob(name, pattern))
  return (await Promise.all(names.map((name) => matching(app, posix.join(folder, name), rest)))).flat()
}

function isKept(path: string, keep: readonly string[]): boolean {
  if (path === ".") return keep.includes(path)
  return keep.some((pattern) => posix.matchesGlob(path, pattern)) || isKept(posix.dirname(path), keep)
}
