import { createHash } from "node:crypto"
import { readFile, readlink } from "node:fs/promises"
import { join, posix } from "node:path"
import { digestFile } from "../io/files.ts"
import { readTree, type TreeEntry } from "../io/tree.ts"
import { eachOf } from "../io/workers.ts"
import { BUILDS, DEPS } from "./kept-place.ts"
import { variablesIn } from "./kept-variables.ts"

/** One of the files that Mix compiles from, or may look at while it compiles. */
export interface SourceFile {
  readonly kind: "file" | "link"
  /** Of its content, or of where it leads; lower-case hex. */
  readonly digest: string
  readonly bytes: number
  /** When it was changed last, in seconds since 1970. */
  readonly seconds: number
}

/** Files by their path from the app's folder. */
export type SourceFiles = ReadonlyMap<string, SourceFile>

/** All that an app is before it is built, and the names of the variables that its code reads. */
export interface Sources {
  readonly files: SourceFiles
  readonly variables: readonly string[]
}

/** Reads all files of an app. */
export async function readSources(app: string): Promise<Sources> {
  const files: [string, SourceFile][] = []
  const variables: string[] = []
  await eachOf(await sourceEntries(app), async ({ kind, path, bytes, seconds }) => {
    const file = join(app, path)
    // What is so large is no code.
    const content = kind === "link" ? await readlink(file) : bytes > 1_000_000 ? undefined : await readFile(file)
    const digest = content === undefined ? await digestFile(file, "sha256") : digestOf(content)
    files.push([path, { kind, digest, bytes, seconds }])
    if (Buffer.isBuffer(content)) variables.push(...variablesIn(path, content.toString("latin1")))
  })
  return { files: new Map(files), variables }
}

/** Which of these files are no longer as they were. */
export async function touched(app: string, files: SourceFiles): Promise<ReadonlySet<string>> {
  const now = new Map((await sourceEntries(app)).map((entry) => [entry.path, entry]))
  const isTouched = ([path, { kind, bytes, seconds }]: [string, SourceFile]): boolean => {
    const entry = now.get(path)
    return entry?.kind !== kind || entry.bytes !== bytes || entry.seconds !== seconds
  }
  return new Set([...files].filter(isTouched).map(([path]) => path))
}

type SourceEntry = TreeEntry & Pick<SourceFile, "kind">

async function sourceEntries(app: string): Promise<readonly SourceEntry[]> {
  const entries = await readTree(app, isNoSource)
  return entries.filter((entry): entry is SourceEntry => entry.kind !== "folder")
}

function isNoSource(path: string): boolean {
  return [DEPS, BUILDS].includes(path) || ["node_modules", ".git"].includes(posix.basename(path))
}

function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex")
}
