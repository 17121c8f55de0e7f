import { setTimeout } from "node:timers/promises"

/** What an answer waits for. */
export interface WireOptions {
  /** Milliseconds to upstream and back: before each answer, and as often as it takes to connect. */
  readonly latency: number
  /** Bytes a second, for all answers together. */
  readonly bandwidth: number
}

/** What TCP and TLS 1.3 take before the first request: https://www.rfc-editor.org/rfc/rfc8446#section-2 */
const CONNECTING = 2 // times there and back

/** The way to upstream: every answer is late by the latency, and all share one bandwidth. */
export interface Wire {
  /** Returns when the answer to a request may begin: later for the first one of a connection. */
  begin(isFirst: boolean): Promise<void>
  /** Returns when so many bytes have gone through. */
  carry(bytes: number): Promise<void>
}

/** Pieces of this size take turns, so that no large answer holds up the small ones. */
export const PIECE = 64 * 1024

/** A wire that nothing has gone through yet. `now` is the time in milliseconds, and `sleep` lets some of it pass. */
export function wire(
  { latency, bandwidth }: WireOptions,
  now: () => number = () => performance.now(),
  sleep: (milliseconds: number) => Promise<unknown> = setTimeout,
): Wire {
  let free = 0
  return {
    begin: async (isFirst) => {
      const times = isFirst ? 1 + CONNECTING : 1
      if (latency > 0) await sleep(latency * times)
    },
    carry: async (bytes) => {
      free = Math.max(free, now()) + (bytes / bandwidth) * 1000
      const wait = free - now()
      // Timers are late by about a millisecond; what is owed is paid by the pieces after.
      if (wait >= 1) await sleep(wait)
    },
  }
}
