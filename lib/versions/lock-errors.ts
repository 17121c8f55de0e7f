import type { TomlError } from "smol-toml"
import { BuildpackError } from "../core/error.ts"
import { LOCK_FILE } from "../core/lock-file.ts"
import { prose } from "../core/prose.ts"
import { tomlMistake } from "../core/toml-mistake.ts"
import { LOCK_FORMAT } from "./lock-text.ts"

const renew = prose`
  It is made by a command, and a merge or an edit may have broken it. Make it anew, and commit it:

      beampack lock
`

/** The lock is no TOML. */
export function malformedLock(text: string, error: TomlError): BuildpackError {
  return new BuildpackError("lock/malformed", `${place(error.line)} is not valid TOML`, {
    help: prose`
      ${tomlMistake(text, error)}
      ${renew}
    `,
    cause: error,
  })
}

/** The lock is TOML, but lacks what builds need. `what`: one clause. */
export function badLock(line: number | undefined, what: string): BuildpackError {
  return new BuildpackError("lock/malformed", `${place(line)}: ${what}`, { help: renew })
}

/** The lock says that a version of beampack made it that does more than this one, or does not say it. */
export function unknownFormat(format: unknown, line: number | undefined): BuildpackError {
  const later = typeof format === "number" && format > LOCK_FORMAT
  const title = later
    ? `${place(line)}: format ${format} is newer than this beampack reads`
    : `${place(line)}: format should be ${LOCK_FORMAT}`
  return new BuildpackError("lock/format", title, {
    help: later
      ? prose`
          A later version of beampack made it. Build with that version, or make it anew with this one, and commit it:

              beampack lock
        `
      : renew,
  })
}

function place(line: number | undefined): string {
  return line === undefined ? LOCK_FILE : `${LOCK_FILE}:${line}`
}
