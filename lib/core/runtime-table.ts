import { columns } from "./columns.ts"
import { type Artifact, runtimeTitles } from "./runtime.ts"
import { describeOrigin } from "./setting.ts"
import { quotable } from "./visible.ts"

/** So that a line fits into 100 columns behind the indent of either log. */
const WIDTH = 88

/** What is asked for, so that the columns behind it stay in sight. */
const LONGEST = 50

/**
 * The found runtimes as a table: one row for each, with its version and who asked for it. What was passed over stands on
 * lines of the row's own, indented by two blanks. `more` adds a last cell.
 */
export function runtimeTable(
  artifacts: readonly Artifact[],
  more: (artifact: Artifact) => string = () => "",
): readonly string[] {
  const rows = artifacts.map((artifact) => [
    runtimeTitles[artifact.name],
    artifact.version.value,
    `(${askedBy(artifact)})`,
    more(artifact),
  ])
  const lines = columns(rows, " ")
  return artifacts.map((artifact, index) => [lines[index], ...passedOverLines(artifact)].join("\n"))
}

/**
 * Who asked for the version, and for what when that reads otherwise: `.tool-versions:1 asks for 27`, and with a lock
 * `beampack.lock:4, .tool-versions:1 asks for 27`.
 */
function askedBy({ version, asked, asker }: Artifact): string {
  const origins = [version.origin, ...(asker === undefined ? [] : [asker])].map(describeOrigin).join(", ")
  return asked === undefined || isJust(asked, version.value)
    ? origins
    : `${origins} asks for ${quotable(asked, LONGEST)}`
}

/** Whether a text is just a version, as people write it: `v1.18.4`, `OTP-27.3`, `1.18.4-otp-27`. */
function isJust(text: string, version: string): boolean {
  const bare = (it: string): string => it.replace(/^(v|OTP-)(?=\d)|-otp-\d+$/g, "")
  return bare(text) === bare(version)
}

function passedOverLines({ passedOver = [] }: Artifact): readonly string[] {
  return passedOver.flatMap(({ version, why }) => wrapped(`not ${version}: ${why}`))
}

/** A sentence as lines, the first indented by two blanks, the others by four. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = []
  let line = "  "
  for (const word of text.split(/\s+/)) {
    if (line.trim() !== "" && line.length + word.length > WIDTH) {
      lines.push(line.trimEnd())
      line = "    "
    }
    line += `${word} `
  }
  return [...lines, line.trimEnd()]
}
