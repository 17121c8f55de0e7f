import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { diskFullIn } from "../io/disk-error.ts"
import { type Ending, howItEnded, killed, wasKilled } from "../io/ending.ts"
import { knownFailures, UNCHECKED } from "./known-failures.ts"

// The exit code 127 alone may also be that of a command that a Mix task runs.
const noMixLine = /^mix: command not found$|exec: erl: not found$/

/** What a failed `mix ARGS` means: whose fault it is, and what to type next. */
export function mixFailure(args: readonly string[], mixEnv: string, ending: Ending): BuildpackError {
  const command = `mix ${args.join(" ")}`
  if (ending.lines.some((line) => noMixLine.test(line))) return mixNotFound(command)
  if (wasKilled(ending)) return killed("mix", command)
  const full = diskFullIn(ending.lines)
  if (full !== undefined) return full
  for (const known of knownFailures) {
    const match = firstMatch(known.pattern, ending.lines)
    if (match === undefined) continue
    return new BuildpackError(known.id, known.title(match), { help: known.help(match, mixEnv) })
  }
  return new BuildpackError("mix/failed", `${command} failed (${howItEnded(ending)})`, {
    help: prose`
      Its own message is in the log above. The same fails on your machine with:
        MIX_ENV=${mixEnv} ${command}
    `,
  })
}

/** Whether Mix wants other dependencies than there are. */
export function isUnchecked(error: unknown): boolean {
  return error instanceof BuildpackError && error.id === UNCHECKED
}

function firstMatch(pattern: RegExp, lines: readonly string[]): RegExpExecArray | undefined {
  for (const line of lines) {
    const match = pattern.exec(line)
    if (match !== null) return match
  }
  return undefined
}

function mixNotFound(command: string): BuildpackError {
  return new BuildpackError("mix/not-found", `There is no Elixir to run ${command}`, {
    help: prose`
      Mix is not on PATH. When two buildpacks are used, the one that installs Elixir comes first:
        heroku buildpacks:add --index 1 URL-of-beampack-elixir
      Where it does, see the end of its log: when it could not write its export file, nothing puts Mix on PATH.
      The buildpack that is both in one, beampack, needs no such file. For pack that is beampack/phoenix.
    `,
  })
}
