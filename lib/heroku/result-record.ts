import type { EnvDelta } from "../core/env.ts"
import type { LaunchSpec } from "../core/launch.ts"
import type { LayerSpec } from "../core/layer.ts"
import { digestOf } from "../io/tree-content.ts"
import type { AppEntry } from "./app-tree.ts"
import type { ResultChange } from "./result-change.ts"
import type { ResultKey } from "./result-key.ts"

/** A part of what a build has made. */
export interface StoredPart {
  /** The digest of the list of what was packed. */
  readonly made: string
  /** That of the archive. */
  readonly archive: string
  /** The folder that all of it is in. */
  readonly head: string
}

/** What is kept beside the archives of what a build has made. */
export interface ResultRecord extends ResultKey {
  /** The app as that build found it. */
  readonly before: readonly Omit<AppEntry, "bytes">[]
  readonly parts: readonly StoredPart[]
  readonly change: ResultChange
  /** The layers that the build has used. */
  readonly layers: readonly LayerSpec[]
  /** What its steps have changed for what comes after them. */
  readonly deltas: readonly EnvDelta[]
  readonly processes: LaunchSpec["processes"]
  /** What they have noted for the next build, by name. */
  readonly notes: readonly (readonly [name: string, text: string])[]
}

/** The record as text, with a digest on top, since it says what is to be removed. */
export function writeRecord(record: ResultRecord): string {
  const text = JSON.stringify(record)
  return `${digestOf(text)}\n${text}`
}

/** What `writeRecord` wrote; undefined for anything else. The layer's layout says that it is one of this version. */
export function readRecord(text: string): ResultRecord | undefined {
  const at = text.indexOf("\n")
  const json = text.slice(at + 1)
  return text.slice(0, at) === digestOf(json) ? JSON.parse(json) : undefined
}
