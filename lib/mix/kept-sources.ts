import { posix } from "node:path"
import { hasCode } from "../core/cause.ts"
import type { Purpose } from "../core/purpose.ts"
import type { StepContext } from "../core/step.ts"
import { readTree, type TreeEntry } from "../io/tree.ts"
import { readContent } from "../io/tree-content.ts"
import { eachOf } from "../io/workers.ts"
import { isSettings } from "./dependency-settings.ts"
import { readsFiles } from "./file-reads.ts"
import { BUILDS, DEPS } from "./kept-place.ts"
import { isCompiled, variablesIn } from "./kept-variables.ts"

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

/** A file of code, by its path from the app's folder. */
export interface CodeFile {
  readonly path: string
  readonly text: string
}

/** All that an app is before it is built, and the names of the variables that its code reads. */
export interface Sources {
  readonly files: SourceFiles
  readonly variables: readonly string[]
  /** All that is compiled, and a mix.exs and configuration that read files. */
  readonly code: readonly CodeFile[]
  /** The texts of mix.exs and configuration, by path. */
  readonly settings: ReadonlyMap<string, string>
}

const isModule = /\.(?:ex|[eh]rl)$/
/** What Mix reads before it compiles. */
const isProject = /(?:^|\/)(?:mix\.exs|config\/.*\.exs)$/

/** Reads all files of an app, but those that may not be read: no tool reads them either. */
export async function readSources({ app, purpose }: Pick<StepContext, "app" | "purpose">): Promise<Sources> {
  const files: [string, SourceFile][] = []
  const variables: string[] = []
  const code: CodeFile[] = []
  const settings: [string, string][] = []
  await eachOf(await sourceEntries(app), async (entry) => {
    const { kind, path, bytes, seconds } = entry
    const content = await readContent(app, entry).catch(unlessForbidden)
    if (content === undefined) return
    files.push([path, { kind, digest: content.digest, bytes, seconds }])
    variables.push(...variablesIn(path, content.text, purpose))
    if (isCode(path, content.text, purpose)) code.push({ path, text: content.text })
    if (isSettings(path, content.text)) settings.push([path, content.text])
  })
  return { files: new Map(files), variables, code, settings: new Map(settings) }
}

/** A mix.exs often lists files without reading them, and so does configuration. */
function isCode(path: string, text: string, purpose: Purpose): boolean {
  if (!isCompiled(path, purpose)) return false
  return isModule.test(path) || (isProject.test(path) && readsFiles(text))
}

function unlessForbidden(error: unknown): undefined {
  if (!hasCode(error, "EACCES", "ENOENT")) throw error
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

export type SourceEntry = TreeEntry & Pick<SourceFile, "kind">

/** The files that Mix may look at, without their content. */
export async function sourceEntries(app: string): Promise<readonly SourceEntry[]> {
  const entries = await readTree(app, isNoSource)
  return entries.filter((entry): entry is SourceEntry => entry.kind !== "folder")
}

function isNoSource(path: string): boolean {
  return [DEPS, BUILDS].includes(path) || ["node_modules", ".git"].includes(posix.basename(path))
}
