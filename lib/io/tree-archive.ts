import type { Env } from "../core/env.ts"
import { howItEnded, lastWords } from "./ending.ts"
import { run } from "./run.ts"

export interface TreeArchiveOptions {
  /** Where `tar` is looked for: PATH. */
  readonly env: Env
  readonly signal: AbortSignal
}

/**
 * Packs just these paths of a folder into a tar with their times, to the second, modes and links, by GNU tar, which takes a
 * quarter of the time that it takes in Node. Throws what it said when it failed.
 */
export async function packTree(
  root: string,
  paths: readonly string[],
  file: string,
  options: TreeArchiveOptions,
): Promise<void> {
  // The list is taken as it is: no name is an option, a folder is not what is in it.
  const list = ["--null", "--no-recursion", "--verbatim-files-from", "--files-from=-"]
  await tar(["--create", `--file=${file}`, ...list], root, {
    ...options,
    stdin: paths.map((path) => `${path}\0`).join(""),
  })
}

/** Unpacks what `packTree` has packed. Throws what tar said when it failed; then what it has made so far is there. */
export async function unpackTree(file: string, root: string, options: TreeArchiveOptions): Promise<void> {
  await tar(["--extract", "--preserve-permissions", "--no-same-owner", `--file=${file}`], root, options)
}

async function tar(
  args: readonly string[],
  cwd: string,
  { env, signal, stdin }: TreeArchiveOptions & { readonly stdin?: string },
): Promise<void> {
  // The user may have set TAR_OPTIONS for another tar.
  const own = { PATH: env.PATH, LC_ALL: "C" }
  const result = await run("tar", args, { cwd, env: own, signal, stdin })
  if (result.exitCode !== 0) throw new Error(`tar failed (${howItEnded(result)}): ${lastWords(result.lines)}`)
}
