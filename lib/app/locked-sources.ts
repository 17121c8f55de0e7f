import type { Digest } from "../core/runtime.ts"
import { type LockEntry, lockEntries } from "./lock-entry.ts"

/** Where the lock takes an application from. */
export type LockedSource = HexSource | GitSource

/** A package of a registry of Hex. */
export interface HexSource {
  readonly kind: "hex"
  /** The name of the application, by which Mix knows it. */
  readonly app: string
  /** The name of the package. */
  readonly name: string
  readonly version: string
  /** `hexpm`, `hexpm:ORGANISATION`, or the app's own name for another repository. */
  readonly repository: string
  /** Of the package's file. */
  readonly digest: Digest | undefined
}

/** A checkout of one commit. */
export interface GitSource {
  readonly kind: "git"
  readonly app: string
  readonly url: string
  readonly commit: string
}

/** The sources in the text of a mix.lock. Never fails: what it does not understand is left out. */
export function lockedSources(text: string): readonly LockedSource[] {
  return lockEntries(text).flatMap((entry) => lockedSource(entry) ?? [])
}

function lockedSource(entry: LockEntry): LockedSource | undefined {
  if (entry.kind === "hex") {
    const { app, name, version, repository, outer } = entry
    return version === undefined ? undefined : { kind: "hex", app, name, version, repository, digest: sha256(outer) }
  }
  if (entry.kind !== "git" || entry.url === undefined || entry.commit === undefined) return undefined
  return { kind: "git", app: entry.app, url: entry.url, commit: entry.commit }
}

/** A digest of the lock; undefined when it has none, as locks of old versions of Hex. */
export function sha256(hex = ""): Digest | undefined {
  return /^[\da-f]{64}$/i.test(hex) ? { algorithm: "sha256", hex: hex.toLowerCase() } : undefined
}
