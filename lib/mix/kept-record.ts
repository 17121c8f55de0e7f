import { digestOf } from "../io/tree-content.ts"
import type { DependencySettings } from "./dependency-settings.ts"
import type { SourceFiles } from "./kept-sources.ts"
import type { Variables } from "./kept-variables.ts"

/** A file of the app as a build found it. */
export interface KeptFile {
  readonly digest: string
  /** The time that Mix saw, in seconds since 1970; absent when the build itself has changed the file. */
  readonly seconds?: number
}

/** An archive of what was compiled. */
export interface KeptPart {
  /** Its digest, sha256 in lower-case hex. */
  readonly archive: string
  /** The digest of the list of what was packed. */
  readonly tree: string
  /** The names of the variables that a dependency's code reads. */
  readonly variables: readonly string[]
}

/** What is kept beside archives of what was compiled. */
export interface KeptRecord {
  /** In seconds since 1970; nothing in the archives is newer. */
  readonly keptAt: number
  /** By the dependency that is in it; the app itself has no name. */
  readonly parts: ReadonlyMap<string, KeptPart>
  /** The app's files by path. */
  readonly sources: ReadonlyMap<string, KeptFile>
  readonly variables: Variables
  /** The same of what dependencies' code reads. */
  readonly dependencies: Variables
  readonly settings: DependencySettings
  /** A file that compiling wrote outside of what is kept, and that a fresh checkout lacks. */
  readonly wrote?: string | undefined
}

/** What tells the archives of one record from those of another. */
export function stateOf({ parts }: Pick<KeptRecord, "parts">): string {
  return digestOf(JSON.stringify(sorted(new Map([...parts].map(([name, { archive }]) => [name, archive])))))
}

/** What to keep of an app's files, of which the build has touched some. */
export function keptFiles(files: SourceFiles, touched: ReadonlySet<string>): ReadonlyMap<string, KeptFile> {
  const kept = [...files].map(([path, { digest, seconds }]) => {
    return [path, touched.has(path) ? { digest } : { digest, seconds }] as const
  })
  return new Map(kept)
}

/** The record as text. */
export function writeRecord({ parts, sources, settings, ...record }: KeptRecord): string {
  return JSON.stringify({ ...record, parts: sorted(parts), sources: sorted(sources), settings: sorted(settings) })
}

function sorted<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** What `writeRecord` wrote; undefined for what is no record. The layer's layout says that it is one of this version. */
export function readRecord(text: string): KeptRecord | undefined {
  try {
    const record = JSON.parse(text)
    return Array.isArray(record.parts)
      ? {
          ...record,
          parts: new Map(record.parts),
          sources: new Map(record.sources),
          settings: new Map(record.settings),
        }
      : undefined
  } catch {
    return undefined
  }
}
