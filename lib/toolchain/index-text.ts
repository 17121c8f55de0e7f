import type { IndexMemory, RememberedText } from "../core/index-memory.ts"
import { readTextSince } from "../io/download.ts"
import { printable } from "../io/location.ts"
import { type DownloadOptions, isOutage } from "../io/receive.ts"
import { isUnreadable } from "./index-errors.ts"

/** Makes an index of a text. Throws when it is none; `source` is for messages. */
export type ParseIndex<T> = (text: string, source: string) => T

/**
 * Reads an index; `what` names it in messages, such as `list of Node.js versions`. Gives `Nothing` where an index that
 * cannot be had is no failure.
 */
export type ReadIndex<Nothing = never> = <T>(url: string, what: string, parse: ParseIndex<T>) => Promise<T | Nothing>

/** What reading indexes depends on. */
export interface IndexContext extends DownloadOptions {
  /** Absent where nothing is kept from build to build. */
  readonly indexes?: IndexMemory | undefined
}

/** An index that an earlier build read. */
interface Known<T> extends RememberedText {
  readonly index: T
}

const DAY = 24 * 60 * 60 * 1000 // milliseconds

/**
 * Reads indexes from their origin and remembers them. While the origin cannot answer, or answers with something else,
 * what is remembered has to do.
 */
export function fromOrigin(context: IndexContext): ReadIndex {
  const { indexes, output } = context
  return async (url, what, parse) => {
    const known = await recall(url, parse, indexes)
    try {
      return await refresh(url, parse, known, context)
    } catch (error) {
      if (known === undefined || !(isOutage(error) || isUnreadable(error))) throw error
      output?.({
        kind: "warning",
        text: `Using the ${what} that an earlier build read, since ${printable(url)} cannot be read now`,
      })
      return known.index
    }
  }
}

/** Takes indexes as earlier builds read them; one that none has read lists nothing. */
export function fromMemory(indexes: IndexMemory): ReadIndex {
  return async (url, _, parse) => parse((await indexes.read(url))?.text ?? "", printable(url))
}

/**
 * Reads indexes where the build could do without: as they are remembered when that is less than a day old; else makes one
 * short try, after which old ones have to do. Undefined for what is not known; fails and warns never. `now`: milliseconds
 * since 1970, by the same clock as `readAt`.
 */
export function rememberedOrFresh(context: IndexContext, now: number): ReadIndex<undefined> {
  return async (url, _, parse) => {
    const known = await recall(url, parse, context.indexes)
    if (known !== undefined && isRecent(known, now)) return known.index
    return refresh(url, parse, known, { ...context, seconds: 2 }).catch(() => known?.index)
  }
}

/** What comes from the future was read by a clock that was wrong. */
function isRecent({ readAt }: RememberedText, now: number): boolean {
  return readAt <= now && now - readAt < DAY
}

async function recall<T>(
  url: string,
  parse: ParseIndex<T>,
  indexes: IndexMemory | undefined,
): Promise<Known<T> | undefined> {
  const remembered = await indexes?.read(url)
  try {
    return remembered && { ...remembered, index: parse(remembered.text, printable(url)) }
  } catch {
    // What another version of beampack took for an index.
    return undefined
  }
}

/** The index as its origin has it, which is remembered once it is known to be one. */
async function refresh<T>(
  url: string,
  parse: ParseIndex<T>,
  known: Known<T> | undefined,
  context: IndexContext,
): Promise<T> {
  const read = await readTextSince(url, known, context)
  const index = read === known ? known.index : parse(read.text, printable(url))
  const { text, etag, lastModified } = read
  context.indexes?.write(url, { text, etag, lastModified, readAt: Date.now() })
  return index
}
