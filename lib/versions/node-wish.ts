import satisfies from "semver/functions/satisfies.js"
import valid from "semver/functions/valid.js"
import validRange from "semver/ranges/valid.js"
import type { NodeRelease } from "./node-index.ts"
import { lineNames } from "./node-lines.ts"
import { only, type Wanted, type WantedKind } from "./wanted.ts"
import { readWishText, type WishText } from "./wish-text.ts"

/** What tells one release from others. */
export type NodeVersion = Pick<NodeRelease, "version" | "lts">

/** What is asked of Node.js. */
export interface NodeWanted extends Wanted<NodeVersion> {
  /** Whether the newest is meant, whatever its line is; else those of the LTS lines come first. */
  readonly takesNewest: boolean
}

/** Words for the newest release of all, as nvm and its kin have them. */
const newest = ["node", "current", "stable", "latest"]

/**
 * Reads what is asked of Node.js: a version, an npm range, `latest:20`, and the words of nvm: `lts/*`, `lts/jod`, `node`.
 * `lts/-1` counts back from the newest of these releases. Undefined when it is none of these.
 */
export function readNodeWish(text: string, releases: readonly NodeVersion[] = []): NodeWanted | undefined {
  const word = text.trim().toLowerCase()
  if (newest.includes(word)) return { ...only("family", () => true), takesNewest: true }
  const line = readLine(word, releases)
  if (line !== undefined) return { ...only("family", line), takesNewest: false }

  const wish = readWishText(text)
  if (wish.kind === "ref" || validRange(wish.of) === null || wish.of === "") return undefined
  const exact = wish.kind === "versions" ? valid(wish.of.replace(/^=\s*/, "")) : null
  return {
    kind: exact === null ? kindOf(wish) : "version",
    allows: ({ version }) => satisfies(version, wish.of),
    names: ({ version }) => version === exact,
    includes: ({ version }) => satisfies(version, wish.of, { includePrerelease: true }),
    takesNewest: wish.kind === "newest",
  }
}

/** `24`, `v24.1`, `24.x`: all that begin so. */
function kindOf({ kind, of }: WishText): WantedKind {
  return kind === "newest" || /^[=v\s]*[\dx*]+(?:\.[\dx*]+)*$/i.test(of) ? "family" : "range"
}

/** Long-term support lines by their words: `lts`, `lts/*`, `lts/jod`, `lts/-1`. */
function readLine(word: string, releases: readonly NodeVersion[]): ((release: NodeVersion) => boolean) | undefined {
  if (word === "lts" || word === "lts/*") return ({ lts }) => lts !== false
  const [, back] = /^lts\/-(\d{1,3})$/.exec(word) ?? []
  const name = back === undefined ? /^lts[/-]([a-z]+)$/.exec(word)?.[1] : lineNames(releases)[Number(back)]
  if (back === undefined && name === undefined) return undefined
  return ({ lts }) => lts !== false && lts.toLowerCase() === name
}
