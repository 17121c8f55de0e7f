import { posix } from "node:path"
import type { CodeFile } from "./kept-sources.ts"
import { searchedCode } from "./searched-code.ts"

/** The folder of a module's own file. */
const here = String.raw`(?:__DIR__|__ENV__\.file|\?FILE)\b`
/** A path with a name that is found in the code, or an ending that is. */
const named = String.raw`"(?:[^"\n]*\/)?(?:[\w-][\w.-]*|[^"\/\n]*[*}]\.\w+)"`
/** Where it is followed by one, or is where a program runs. */
const following = new RegExp(
  [
    String.raw`Path\.(?:join|expand)[\s(]\s*\[?\s*__DIR__\s*(?:,\s*${named}\s*)+(?=[\])\n])`,
    String.raw`\bcd:\s*Path\.expand\(\s*"[^"\n]*"\s*,\s*__DIR__\s*\)`,
    String.raw`Path\.expand[\s(]\s*${named}\s*,\s*__DIR__`,
    String.raw`${named}\s*\|>\s*Path\.expand\(\s*__DIR__\s*\)`,
    String.raw`__DIR__\s*(?:<>|\|>\s*Path\.(?:join|expand)[\s(])\s*${named}`,
    String.raw`"#\{__DIR__\}\/(?:[^"\n]*\/)?(?:[\w-][\w.-]*|[^"\/\n]*[*}]\.\w+)"`,
  ].join("|"),
  "g",
)
const anyone = /\b(?:__CALLER__|caller|env)\.file\b/

/**
 * The folder below which a module that reads files may read any, since it starts at its own without a word for what it
 * reads there; undefined when there is none. Where modules may be others', by a macro, it is the whole app.
 */
export function ownFolder({ path, text }: CodeFile): string | undefined {
  if (!new RegExp(`${here}|${anyone.source}`).test(text)) return undefined
  const { reading } = searchedCode([text])
  if (anyone.test(reading)) return "."
  // Who goes up from a file that is named goes to any other.
  const rest = /\bdirname\b/.test(reading) ? reading : reading.replace(following, "")
  if (!new RegExp(here).test(rest)) return undefined
  return /\bquote\b/.test(rest) ? "." : above(posix.dirname(path), stepsUp(rest))
}

/** How far up the longest way in the code leads. */
function stepsUp(code: string): number {
  const ways = [...code.matchAll(/["/]((?:\.\.(?:\/|(?=["#])))+)/g)].map(([, way = ""]) => way.split("..").length - 1)
  return Math.max(0, ...ways) + [...code.matchAll(/\bdirname\b/g)].length
}

function above(folder: string, steps: number): string {
  const parts = folder.split("/")
  return parts.slice(0, Math.max(0, parts.length - steps)).join("/") || "."
}
