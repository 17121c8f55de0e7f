import { BuildpackError } from "../core/error.ts"
import type { IndexMemory } from "../core/index-memory.ts"
import { type DownloadOptions, readText } from "../io/download.ts"
import { printable } from "../io/location.ts"

/** Reads the text of an index. `what` names it in messages, such as `list of Node.js versions`. */
export type ReadIndex = (url: string, what: string) => Promise<string>

/** What reading indexes depends on. */
export interface IndexContext extends DownloadOptions {
  /** Absent where nothing is kept from build to build. */
  readonly indexes?: IndexMemory | undefined
}

/** Reads indexes from their origin and remembers them; while the origin cannot answer, what is remembered has to do. */
export function fromOrigin(context: IndexContext): ReadIndex {
  const { indexes, output } = context
  return async (url, what) => {
    try {
      const text = await readText(url, context)
      indexes?.write(url, text)
      return text
    } catch (error) {
      const text = isOutage(error) ? await indexes?.read(url) : undefined
      if (text === undefined) throw error
      output?.({
        kind: "warning",
        text: `Using the ${what} that an earlier build read, since ${printable(url)} cannot be read now`,
      })
      return text
    }
  }
}

/** Takes indexes as earlier builds read them; one that none has read lists nothing. */
export function fromMemory(indexes: IndexMemory): ReadIndex {
  return async (url) => (await indexes.read(url)) ?? ""
}

const outages = ["download/unreachable", "download/server-error", "download/timeout", "download/truncated"]

/** Whether it says nothing about the index, only about the way to it. */
function isOutage(error: unknown): boolean {
  return error instanceof BuildpackError && outages.includes(error.id)
}
