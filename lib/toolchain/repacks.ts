import { isNotFound, isRefusal } from "../io/download-errors.ts"
import type { ReadIndex } from "./index-text.ts"
import { type Origins, upstream } from "./origins.ts"

/**
 * The list in a mirror of the files that it has packed itself, as from a distribution's packages: no other place has them,
 * though upstream has files of the same names. One line for each, its digest in hex and its path.
 */
export const REPACKS_FILE = "repacks.txt"

const line = /^(?:[0-9a-f]{64}|[0-9a-f]{128}) {2}\S/

/** The lines for what the mirror has packed itself; none at upstream, and where no such list is. */
export async function readRepacks({ hex: origin }: Origins, read: ReadIndex): Promise<readonly string[]> {
  if (origin === upstream.hex) return []
  const what = "list of what the mirror has packed"
  return read(`${origin}/${REPACKS_FILE}`, what, parseRepacks).catch((error: unknown) => {
    // Some servers of files turn down what they do not have.
    if (isNotFound(error) || isRefusal(error)) return []
    throw error
  })
}

/** The digest in such a line. */
export function repackDigest(row: string): string {
  return row.split(" ", 1)[0] ?? ""
}

/** The lines of such a list; what is none, as in a page of the server, is left out. */
export function parseRepacks(text: string): readonly string[] {
  return text.split("\n").filter((row) => line.test(row))
}

/** A line of such a list. */
export function repackRow(hex: string, path: string): string {
  return `${hex}  ${path}`
}
