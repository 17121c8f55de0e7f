import { type Position, positionAt } from "./excerpt.ts"

/** A name that nobody gives to anything. */
const PROBE = "beampack-looks-for-this-key"

/**
 * Where the text of a TOML file has a key. The parser does not tell, so each place that reads like the key is renamed in
 * turn: it is the key's own when `isKey` finds the new name in the key's stead. Undefined when no place is, as for a key
 * with escapes in it.
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
