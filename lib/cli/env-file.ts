import { readFile } from "node:fs/promises"
import { parseEnv } from "node:util"
import { messageOf } from "../core/cause.ts"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"

/**
 * The config vars in a file of KEY=value lines, in the format of `node --env-file`; none without a file.
 * Throws `cli/env-file` and `cli/env-file-syntax`; no value is ever in a message.
 */
export async function readEnvFile(file: string | undefined): Promise<Env> {
  if (file === undefined) return {}
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  const lines = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n")
  const bad = firstBadLine(lines)
  if (bad !== undefined) throw badLine(file, bad)
  return parseEnv(lines)
}

/**
 * An entry: a blank line, a comment, or a name and its value, which may go over several lines within quotes. A # right
 * after the value would cut it short.
 */
const entry =
  /[^\S\n]*(?:#[^\n]*|(?:export[^\S\n]+)?[A-Za-z_]\w*[^\S\n]*=[^\S\n]*(?:(["'`])(?:(?!\1)[\s\S])*\1[^\S\n]*|(?!["'`])[^\n#]*)(?:(?<=[^\S\n])#[^\n]*)?)?(?:\n|$)/y

/** Node's parser passes over what it does not understand; a typing error must not become a missing config var. */
function firstBadLine(text: string): number | undefined {
  let at = 0
  while (at < text.length) {
    entry.lastIndex = at
    if (!entry.test(text)) return text.slice(0, at).split("\n").length
    at = entry.lastIndex
  }
  return undefined
}

function unreadable(file: string, cause: unknown): BuildpackError {
  return new BuildpackError("cli/env-file", `The file of config vars cannot be read: ${file}`, {
    help: prose`
      --env-file names a file with one KEY=value on each line.
      The system said: ${messageOf(cause)}
    `,
    cause,
  })
}

function badLine(file: string, line: number): BuildpackError {
  return new BuildpackError("cli/env-file-syntax", `Line ${line} of ${file} is not KEY=value`, {
    help: prose`
      Each line sets one config var: a name of letters, digits and _, then = and the value.
      A value with blanks at its ends, # or line breaks stands in quotes of a kind it does not hold.
      (The line is not shown, since it may hold a secret.)
    `,
  })
}
