import { isRecord } from "../core/record.ts"
import type { SourceFiles } from "./kept-sources.ts"
import type { Variables } from "./kept-variables.ts"

/** A file of the app as a build found it. */
export interface KeptFile {
  readonly digest: string
  /** The time that Mix saw, in seconds since 1970; absent when the build itself has changed the file. */
  readonly seconds?: number
}

/** What is kept beside an archive of what was compiled. */
export interface KeptRecord {
  /** In seconds since 1970; nothing in the archive is newer. */
  readonly keptAt: number
  /** The archive's digest. */
  readonly archive: string
  /** The digest of the list of what was packed. */
  readonly tree: string
  /** The app's files by path. */
  readonly sources: ReadonlyMap<string, KeptFile>
  readonly variables: Variables
}

/** What to keep of an app's files, of which the build has touched some. */
export function keptFiles(files: SourceFiles, touched: ReadonlySet<string>): ReadonlyMap<string, KeptFile> {
  const kept = [...files].map(([path, { digest, seconds }]) => {
    return [path, touched.has(path) ? { digest } : { digest, seconds }] as const
  })
  return new Map(kept)
}

/** The record as text. */
export function writeRecord({ sources, ...record }: KeptRecord): string {
  const files = [...sources].map(([path, { digest, seconds }]) => [path, digest, seconds ?? null] as const)
  return JSON.stringify({ ...record, sources: files.toSorted(([a], [b]) => (a < b ? -1 : 1)) })
}

/** What `writeRecord` wrote; undefined for any other text. */
export function readRecord(text: string): KeptRecord | undefined {
  try {
    const { keptAt, archive, tree, sources, variables } = recordOf(JSON.parse(text))
    const { names, trace } = recordOf(variables)
    return {
      keptAt: numberOf(keptAt),
      archive: textOf(archive),
      tree: textOf(tree),
      sources: new Map(listOf(sources).map(readSource)),
      variables: { names: listOf(names).map(textOf), trace: textOf(trace) },
    }
  } catch {
    return undefined
  }
}

function readSource(value: unknown): readonly [string, KeptFile] {
  const [path, digest, seconds] = listOf(value)
  return [textOf(path), { digest: textOf(digest), ...(seconds !== null && { seconds: numberOf(seconds) }) }]
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new TypeError("not a record")
  return value
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError("not a list")
  return value
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("not a text")
  return value
}

function numberOf(value: unknown): number {
  if (typeof value !== "number") throw new TypeError("not a number")
  return value
}
