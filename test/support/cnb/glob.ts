import { posix } from "node:path"

const part = /(\*)|(\?)|\\(.)|\[(\^?)((?:\\.|[^\]\\])+)\]|([^*?\\[])/gsy

/**
 * A pattern of `slices` as a regular expression, as Go's filepath.Match reads it: no part of it goes over a slash, and two
 * stars are but one. Throws when it is malformed.
 */
export function globPattern(pattern: string): RegExp {
  const clean = posix.normalize(pattern).replace(/(?<=.)\/$/, "")
  let source = ""
  let at = 0
  for (const [text, star, any, escaped, not, set, literal] of clean.matchAll(part)) {
    if (star !== undefined) source += "[^/]*"
    else if (any !== undefined) source += "[^/]"
    else if (set !== undefined) source += `(?!/)[${not}${set.replaceAll("[", "\\[")}]`
    else source += (escaped ?? literal ?? "").replace(/[.*+?^${}()|[\]\\]/, "\\$&")
    at += text.length
  }
  if (at < clean.length) throw new Error(`launch.toml: the pattern ${pattern} of a slice is malformed`)
  return new RegExp(`^${source}$`, "s")
}
