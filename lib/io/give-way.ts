import { setTimeout as sleep } from "node:timers/promises"

/** In milliseconds, for all pauses of a download together: one that never ends holds up no other for longer. */
const LONGEST_PAUSE = 5000

/** The downloads under way that others give way to. */
const urgent = new Set<Promise<unknown>>()

/** Has downloads that give way pause until this one has ended. */
export function withPrecedence<T>(downloading: Promise<T>): Promise<T> {
  const ended: Promise<unknown> = downloading.then(
    () => urgent.delete(ended),
    () => urgent.delete(ended),
  )
  urgent.add(ended)
  return downloading
}

/**
 * The chunks of a download that gives way: while nobody takes one, the server sends no more, and others have the
 * bandwidth.
 */
export async function* givingWay(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = LONGEST_PAUSE
  for await (const chunk of chunks) {
    while (urgent.size > 0 && left > 0) {
      const began = performance.now()
      await Promise.race([Promise.all(urgent), sleep(left, undefined, { ref: false })])
      left -= performance.now() - began
    }
    yield chunk
  }
}
