import { type Position, positionAt } from "./excerpt.ts"
import { isRecord } from "./record.ts"

/** A name that nobody gives to anything. */
const PROBE = "beampack-looks-for-this-key"

/**
 * Where the text of a TOML or JSON file has a key. The parsers do not tell, so each place that reads like the key is
 * renamed in turn: it is the key's own when `isKey` finds the new name in the key's stead. Undefined when no place is, as
 * for a key with escapes in it.
 */
export function keyPosition(
  text: string,
  key: string,
  isKey: (text: string, probe: string) => boolean,
): Position | undefined {
  if (key === "") return undefined
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    if (isKey(text.slice(0, at) + PROBE + text.slice(at + key.length), PROBE)) return positionAt(text, at)
  }
  return undefined
}

/** The line of the key at the end of a path, in a text that `parse` reads: `["engines", "node"]` in a package.json. */
export function keyLine(
  text: string,
  path: readonly string[],
  parse: (text: string) => unknown,
): { readonly line?: number } {
  const parents = path.slice(0, -1)
  const position = keyPosition(text, path.at(-1) ?? "", (renamed, probe) => {
    const table = valueAt(parseOrNothing(renamed, parse), parents)
    return isRecord(table) && Object.hasOwn(table, probe)
  })
  return position === undefined ? {} : { line: position.line }
}

/** What stands at the end of a path of keys; undefined when nothing does. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (table, key) => (isRecord(table) && Object.hasOwn(table, key) ? table[key] : undefined),
    value,
  )
}

function parseOrNothing(text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
