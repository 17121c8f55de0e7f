import type { BuildMemory, RememberedText } from "../core/build-memory.ts"
import { readTextSince } from "../io/download.ts"
import { isNotFound } from "../io/download-errors.ts"
import { printable } from "../io/location.ts"
import { type DownloadOptions, isOutage } from "../io/receive.ts"
import { isUnreadable, unreadable } from "./index-errors.ts"

/**
 * Makes an index of a text. Throws when it is none; `source` is for messages, and so is `rememberedAt`: when an earlier
 * build read it, in milliseconds since 1970, in place of this one.
 */
export type ParseIndex<T> = (text: string, source: string, rememberedAt?: number) => T

/**
 * Reads an index; `what` names it in messages, such as `list of Node.js versions`. Gives `Nothing` where an index that
 * cannot be had is no failure.
 */
export type ReadIndex<Nothing = never> = <T>(url: string, what: string, parse: ParseIndex<T>) => Promise<T | Nothing>

/** What reading indexes depends on. */
export interface IndexContext extends DownloadOptions {
  /** Absent where nothing is kept from build to build. */
  readonly indexes?: BuildMemory | undefined
}

/** An index that an earlier build read. */
interface Known<T> extends RememberedText {
  readonly index: T
}

const DAY = 24 * 60 * 60 * 1000 // milliseconds

/**
 * Reads indexes from their origin and remembers them. While the origin cannot answer, or answers with something else,
 * what is remembered has to do, which the index tells of itself then.
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
      return parse(known.text, printable(url), known.readAt)
    }
  }
}

/** Reads indexes that need not be there. */
export function whereThere(read: ReadIndex): ReadIndex<undefined> {
  return (url, what, parse) =>
    read(url, what, parse).catch((error: unknown) => {
      if (isNotFound(error)) return undefined
      throw error
    })
}

/** Reads each index once, however many want it. */
export function once<Nothing>(read: ReadIndex<Nothing>): ReadIndex<Nothing> {
  const begun = new Map<string, Promise<unknown>>()
  return <T>(url: string, what: string, parse: ParseIndex<T>) => {
    const reading = (begun.get(url) as Promise<T | Nothing> | undefined) ?? read(url, what, parse)
    begun.set(url, reading)
    return reading
  }
}

/**
 * Reads indexes where the build could do without: as they are remembered when that is less than a day old; else makes one
 * short try, after which old ones have to do. Undefined for what is not known; fails and warns never. `now`: milliseconds
 * since 1970, by the same clock as `readAt`.
 */
export function rememberedOrFresh(context: IndexContext, now: () => number): ReadIndex<undefined> {
  return async (url, _, parse) => {
    const known = await recall(url, parse, context.indexes)
    if (known !== undefined && isRecent(known, now())) return known.index
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
  indexes: BuildMemory | undefined,
): Promise<Known<T> | undefined> {
  const remembered = await indexes?.read(url)
  try {
    return remembered && { ...remembered, index: parse(remembered.text, printable(url)) }
  } catch {
    // What another version of beampack took for an index.
    return undefined
  }
}

/** Whether nothing is listed, in lines or as JSON. */
function isEmptyList(text: string): boolean {
  return /^\s*(?:\[\s*\]\s*)?$/.test(text)
}

/** The index as its origin has it, which is remembered once it is known to be one. */
async function refresh<T>(
  url: string,
  parse: ParseIndex<T>,
  known: Known<T> | undefined,
  context: IndexContext,
): Promise<T> {
  const read = await readTextSince(url, known, context)
  // A list never loses all that it had: somebody is writing it right now, or a proxy has lost its text.
  if (isEmptyList(read.text) && known !== undefined && !isEmptyList(known.text)) throw unreadable(printable(url))
  const index = read === known ? known.index : parse(read.text, printable(url))
  const { text, etag, lastModified } = read
  context.indexes?.write(url, { text, etag, lastModified, readAt: Date.now() })
  return index
}
