import { type LockEntry, lockEntries } from "./lock-entry.ts"

/** An entry of a mix.lock and how it stands there. */
export interface LockLine {
  readonly entry: LockEntry
  readonly text: string
}

/** An entry as Mix writes it. */
const line = /^ {2}"([a-z]\w*)": (\{:([a-z]\w*), .*\}),?$/
/** What a package needs, as Hex writes it. */
const need = String.raw`\{:\w+, "[^"]*", \[hex: :\w+, (?:repo: "[^"]*", )?optional: (?:true|false)\]\}`
const ofHex = new RegExp(
  String.raw`^\{:hex, :\w+, "[^"]+", "[^"]*", \[[^[\]]*\], \[(?:${need}(?:, ${need})*)?\], "[^"]*"(?:, "[^"]*")?\}$`,
)

/**
 * The entries of a mix.lock by application, where all of it is as Mix and Hex write it, so that nothing in it can be missed:
 * a line each, with all that a package needs. Undefined when any of it is otherwise.
 */
export function lockLines(text: string): ReadonlyMap<string, LockLine> | undefined {
  const [first, ...lines] = text.trimEnd().split(/\r?\n/)
  if (first !== "%{" || lines.pop() !== "}") return undefined
  const found = new Map<string, LockLine>()
  for (const each of lines) {
    const match = line.exec(each)
    if (match === null) return undefined
    const [, app = "", tuple = "", kind] = match
    if (found.has(app) || (kind === "hex" && !ofHex.test(tuple))) return undefined
    const [entry, ...more] = lockEntries(`%{"${app}": ${tuple}}`)
    if (entry?.app !== app || more.length > 0) return undefined
    found.set(app, { entry, text: tuple })
  }
  return found
}
