import { hasCode, messageOf } from "../core/cause.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"

/** The error itself, or what to tell the user when the system has no room for what was to be written. */
export function explainDisk(error: unknown): unknown {
  return isDiskFull(error) ? diskFull(messageOf(error), error) : error
}

/** Whether the disk, or the user's share of it, was full. */
export function isDiskFull(error: unknown): boolean {
  return hasCode(error, "ENOSPC", "EDQUOT")
}

/** What to tell the user when a tool, whichever it is, has printed that it found no room on the disk. */
export function diskFullIn(lines: readonly string[]): BuildpackError | undefined {
  const said = lines.find((line) => /no space left on device|ENOSPC/i.test(line))
  return said === undefined ? undefined : diskFull(said)
}

/** `said`: how the system, or the tool that it told, put it. */
function diskFull(said: string, cause?: unknown): BuildpackError {
  return new BuildpackError("disk/full", "The disk is full", {
    help: prose`
      The build writes to the app's folder, to its cache and to the folder for temporary files. See which of them is full:
        df -h BUILD_DIR CACHE_DIR /tmp
      What the build left in the cache is thrown away by the next one; emptying the cache is always safe.
      The system said: ${said}
    `,
    cause,
  })
}
