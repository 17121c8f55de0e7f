import type { Output } from "../core/output.ts"

const INTERVAL = 100 // milliseconds

/**
 * A function to be called with the bytes so far as often as one likes. Ten calls a second become events, and the one
 * that reaches the total.
 */
export function progress(text: string, total: number | undefined, output: Output | undefined): (bytes: number) => void {
  let next = 0
  return (bytes) => {
    const now = performance.now()
    if (now < next && bytes !== total) return
    next = now + INTERVAL
    output?.({ kind: "progress", text, bytes, ...(total !== undefined && { total }) })
  }
}
