import type { ParseIndex, ReadIndex } from "./index-text.ts"

/** Reads each index once, however many want it. */
export function once<Nothing>(read: ReadIndex<Nothing>): ReadIndex<Nothing> {
  const begun = new Map<string, Promise<unknown>>()
  return <T>(url: string, what: string, parse: ParseIndex<T>) => {
    const reading = (begun.get(url) as Promise<T | Nothing> | undefined) ?? read(url, what, parse)
    begun.set(url, reading)
    return reading
  }
}
