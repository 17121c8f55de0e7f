import type { Artifact, Digest } from "./runtime.ts"

/** What a server says about a text, by which it can be asked later whether it has changed. */
export interface Validators {
  /** The `ETag` header. */
  readonly etag?: string | undefined
  /** The `Last-Modified` header. */
  readonly lastModified?: string | undefined
}

/** The text of an index, as an earlier build read it. */
export interface RememberedText extends Validators {
  readonly text: string
  /** When its origin last gave it, or said that it is still the same: milliseconds since 1970. */
  readonly readAt: number
}

/**
 * What earlier builds of the app left behind that helps to find its runtimes. Nothing in it fails a build. URLs mean the
 * same with and without credentials.
 */
export interface BuildMemory {
  /** An index as it was last read, or undefined. */
  read(url: string): Promise<RememberedText | undefined>
  /** Keeps an index for later builds. */
  write(url: string, index: RememberedText): void
  /** The digest that a file had when a build last took it: as listed then, or as it came when it was first used. */
  recorded(url: string): Promise<Digest | undefined>
  /** Keeps the digest of a file that is published once. */
  record(url: string, digest: Digest): void
  /** What the last build resolved, as `keepResolved` got it, or undefined. Each part is resolved by itself. */
  resolved(part: string): Promise<string | undefined>
  /** Keeps what this build resolved. */
  keepResolved(part: string, text: string): void
  /** Whether the cache holds what this file was installed as, so that it need not be downloaded. */
  holds(artifact: Artifact): Promise<boolean>
}
