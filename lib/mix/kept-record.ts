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
  return JSON.stringify({ ...record, sources: [...sources].toSorted(([a], [b]) => (a < b ? -1 : 1)) })
}

/** What `writeRecord` wrote; undefined for what is no record. The layer's layout says that it is one of this version. */
export function readRecord(text: string): KeptRecord | undefined {
  try {
    const record = JSON.parse(text)
    return typeof record.archive === "string" ? { ...record, sources: new Map(record.sources) } : undefined
  } catch {
    return undefined
  }
}
