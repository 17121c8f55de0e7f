import { posix } from "node:path"
import { lockNames } from "../app/package-manager.ts"
import { stampOf } from "../io/tree.ts"
import { readContent } from "../io/tree-content.ts"
import { type SourceEntry, type SourceFiles, sourceEntries } from "./kept-sources.ts"

/** What package managers write, which run at the same time; their packages are no sources, nor is what is hidden. */
const theirs = ["package.json", ...lockNames, "pnpm-workspace.yaml"]

/**
 * Does the work, and tells the first file among an app's sources that it has written, and that a fresh checkout lacks or
 * has with another content. `checkout`: the files as they were there.
 */
export async function writtenBeside(
  app: string,
  checkout: SourceFiles,
  work: () => Promise<void>,
): Promise<string | undefined> {
  const before = new Map((await entriesBeside(app)).map((entry) => [entry.path, stampOf(entry)]))
  await work()
  for (const entry of await entriesBeside(app)) {
    if (before.get(entry.path) === stampOf(entry)) continue
    if (!(await isAs(checkout, app, entry))) return entry.path
  }
  return undefined
}

async function entriesBeside(app: string): Promise<readonly SourceEntry[]> {
  const entries = await sourceEntries(app)
  return entries.filter(({ path }) => {
    return !theirs.includes(posix.basename(path)) && !path.split("/").some((name) => name.startsWith("."))
  })
}

async function isAs(checkout: SourceFiles, app: string, entry: SourceEntry): Promise<boolean> {
  const was = checkout.get(entry.path)
  if (was?.kind !== entry.kind || was.bytes !== entry.bytes) return false
  const content = await readContent(app, entry).catch(() => undefined)
  return content?.digest === was.digest
}
