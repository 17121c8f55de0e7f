import type { Artifact } from "./runtime.ts"

/** What earlier builds of the app left behind that helps to find its runtimes. Nothing in it fails a build. */
export interface IndexMemory {
  /** The text of an index when it was last read, or undefined. */
  read(url: string): Promise<string | undefined>
  /** Keeps a text for later builds. */
  write(url: string, text: string): void
  /** Whether the cache holds what this file was installed as, so that it need not be downloaded. */
  holds(artifact: Artifact): Promise<boolean>
}
