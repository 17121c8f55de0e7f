import type { Digest } from "../core/runtime.ts"
import { type LockEntry, lockEntries, textOf } from "./mix-lock.ts"

/** Where the lock takes an application from. */
export type LockedSource = HexSource | GitSource

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

export interface GitSource {
  readonly kind: "git"
  readonly app: string
  readonly url: string
  readonly commit: string
}

/** The sources in the text of a mix.lock. Never fails: what it does not understand is left out. */
export function lockedSources(text: string): readonly LockedSource[] {
  return lockEntries(text).flatMap((entry) => hexSource(entry) ?? gitSource(entry) ?? [])
}

function hexSource({ app, elements }: LockEntry): HexSource | undefined {
  const [kind, name, third, , , , repository, outer] = elements
  const version = textOf(third)
  if (kind?.kind !== "atom" || kind.text !== "hex" || name?.kind !== "atom" || version === undefined) return undefined
  const digest = sha256(textOf(outer))
  return { kind: "hex", app, name: name.text, version, repository: textOf(repository) ?? "hexpm", digest }
}

function gitSource({ app, elements }: LockEntry): GitSource | undefined {
  const [kind, ...rest] = elements
  const [url, commit] = rest.map(textOf)
  if (kind?.kind !== "atom" || kind.text !== "git" || url === undefined || commit === undefined) return undefined
  return { kind: "git", app, url, commit }
}

/** Locks of old versions of Hex have none. */
function sha256(hex = ""): Digest | undefined {
  return /^[\da-f]{64}$/i.test(hex) ? { algorithm: "sha256", hex: hex.toLowerCase() } : undefined
}
