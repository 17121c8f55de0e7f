/** Says what upstream's indexes (or BEAMPACK_MIRROR's) have that lib/versions/data does not know; ends with 1 if there is any. */
import { BuildpackError } from "../lib/core/error.ts"
import { renderError } from "../lib/heroku/output.ts"
import { today } from "../lib/io/today.ts"
import { news } from "./freshness/news.ts"
import { readUpstream } from "./freshness/upstream.ts"

const print = (line: string): unknown => process.stdout.write(`${line}\n`)
try {
  const lines = news(await readUpstream(process.env), today(process.env))
  if (lines.length === 0) print("lib/versions/data knows all that upstream lists")
  for (const line of lines) print(line)
  if (lines.length > 0) process.exitCode = 1
} catch (error) {
  if (!(error instanceof BuildpackError)) throw error
  process.stderr.write(`${renderError(error)}\n`)
  process.exitCode = 1
}
