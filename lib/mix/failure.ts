import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { knownFailures } from "./known-failures.ts"

/** How a tool ended, as far as it tells why. */
export interface Ending {
  readonly exitCode: number | undefined
  readonly signal?: string
  /** The last lines it printed. */
  readonly lines: readonly string[]
}

// The exit code 127 alone may also be that of a command that a Mix task runs.
const noMixLine = /^mix: command not found$|exec: erl: not found$/

/** What a failed `mix ARGS` means: whose fault it is, and what to type next. */
export function mixFailure(args: readonly string[], mixEnv: string, ending: Ending): BuildpackError {
  const command = `mix ${args.join(" ")}`
  if (ending.lines.some((line) => noMixLine.test(line))) return mixNotFound(command)
  if (ending.signal === "SIGKILL" || ending.exitCode === 137) return killed(command)
  for (const known of knownFailures) {
    const match = firstMatch(known.pattern, ending.lines)
    if (match !== undefined)
      return new BuildpackError(known.id, known.title(match), { help: known.help(match, mixEnv) })
  }
  return new BuildpackError("mix/failed", `${command} failed (${howItEnded(ending)})`, {
    help: `Its own message is in the log above. The same fails on your machine with:\n  MIX_ENV=${mixEnv} ${command}`,
  })
}

function firstMatch(pattern: RegExp, lines: readonly string[]): RegExpExecArray | undefined {
  for (const line of lines) {
    const match = pattern.exec(line)
    if (match !== null) return match
  }
  return undefined
}

function howItEnded({ exitCode, signal }: Ending): string {
  return signal === undefined ? `exit ${exitCode}` : `ended by ${signal}`
}

function mixNotFound(command: string): BuildpackError {
  return new BuildpackError("mix/not-found", `There is no Elixir to run ${command}`, {
    help: prose`
      Mix is not on PATH. When two buildpacks are used, the one that installs Elixir comes first:
        heroku buildpacks:add --index 1 URL-of-beampack-elixir
    `,
  })
}

function killed(command: string): BuildpackError {
  return new BuildpackError("mix/killed", `${command} was killed`, {
    help: "The system ended it from outside, which is nearly always a lack of memory. Build on a machine with more of it.",
  })
}
