import type { HexEntry } from "../app/lock-entry.ts"
import { sha256 } from "../app/locked-sources.ts"

/** A package of mix.lock that can be fetched without asking anybody what it is. */
export interface HexPackage {
  /** The name of the application, and of its folder. */
  readonly app: string
  readonly name: string
  readonly version: string
  /** SHA-256 of the package's content, and of the package itself, in lower-case hex. */
  readonly inner: string
  readonly outer: string
  readonly repository: string
  readonly managers: readonly string[]
}

/** Such a package; undefined for an entry of an old or unknown form, which is Hex's own business. */
export function hexPackage({
  app,
  name,
  version,
  inner,
  outer,
  repository,
  managers,
}: HexEntry): HexPackage | undefined {
  const [innerDigest, outerDigest] = [sha256(inner), sha256(outer)]
  if (version === undefined || innerDigest === undefined || outerDigest === undefined) return undefined
  // They become parts of paths and URLs.
  if (![app, name].every((word) => /^\w+$/.test(word)) || !/^\w[\w.+-]*$/.test(version)) return undefined
  return { app, name, version, inner: innerDigest.hex, outer: outerDigest.hex, repository, managers }
}
