import dedent from "dedent"
import { BuildpackError } from "../core/error.ts"

/** How a tool ended, as far as it tells why. */
export interface Ending {
  readonly exitCode: number | undefined
  readonly signal?: string
  /** The last lines it printed. */
  readonly lines: readonly string[]
}

/** One known failure: the line that gives it away, and what to tell the user. */
interface KnownFailure {
  readonly pattern: RegExp
  readonly id: string
  title(match: RegExpExecArray): string
  help(match: RegExpExecArray): string
}

const knownFailures: readonly KnownFailure[] = [
  {
    pattern: /^== Compilation error in file (\S+) ==/,
    id: "mix/compile",
    title: ([, file]) => `The app does not compile: ${file}`,
    help: () =>
      "The compiler's message is in the log above. The same fails on your machine with:\n  MIX_ENV=prod mix compile",
  },
  {
    pattern: /could not compile dependency :(\w+)/,
    id: "mix/dependency",
    title: ([, name]) => `The dependency ${name} does not compile`,
    help: ([, name]) =>
      `Its message is in the log above. The same fails on your machine with:\n  MIX_ENV=prod mix deps.compile ${name} --force`,
  },
  {
    pattern:
      /environment variable ["']?([A-Z][A-Z0-9_]*)["']? is missing|could not fetch environment variable "([^"]+)"/,
    id: "mix/missing-variable",
    title: ([, a, b]) => `The build needs the environment variable ${a ?? b}`,
    help: ([, a, b]) => dedent`
      A config file asks for ${a ?? b} while the app is built. What is known only when the app runs belongs in
      config/runtime.exs; what the build needs is set as a config var:
        heroku config:set ${a ?? b}=…
    `,
  },
  {
    pattern: /Unknown release :?"?(\w+)"?/,
    id: "release/unknown-name",
    title: ([, name]) => `mix.exs defines no release called ${name}`,
    help: () => "The log above lists the releases there are. Set BEAMPACK_RELEASE to one of them, or remove it.",
  },
  {
    pattern: /The task "([^"]+)" could not be found/,
    id: "mix/unknown-task",
    title: ([, task]) => `There is no Mix task ${task}`,
    help: () =>
      "Is the dependency that brings it in mix.exs also for the prod environment (only: …), and spelled right?",
  },
  {
    pattern: /You have configured application :(\w+) in your configuration file/,
    id: "mix/config",
    title: ([, name]) => `The configuration names an unknown application: ${name}`,
    help: () => "The message above says where. Remove it from config/, or add the dependency.",
  },
]

/** What a failed `mix ARGS` means: whose fault it is, and what to type next. */
export function mixFailure(args: readonly string[], ending: Ending): BuildpackError {
  const command = `mix ${args.join(" ")}`
  if (ending.exitCode === 127) return mixNotFound(command)
  if (ending.signal === "SIGKILL" || ending.exitCode === 137) return outOfMemory(command)
  for (const { pattern, id, title, help } of knownFailures) {
    const match = firstMatch(pattern, ending.lines)
    if (match !== undefined) return new BuildpackError(id, title(match), { help: help(match) })
  }
  return new BuildpackError("mix/failed", `${command} failed (${howItEnded(ending)})`, {
    help: `Its own message is in the log above. The same fails on your machine with:\n  MIX_ENV=prod ${command}`,
  })
}

function firstMatch(pattern: RegExp, lines: readonly string[]): RegExpExecArray | undefined {
  for (const line of lines) {
    const match = pattern.exec(line)
    if (match !== null) return match
  }
  return undefined
}

export function howItEnded({ exitCode, signal }: Ending): string {
  return signal === undefined ? `exit ${exitCode}` : `killed by ${signal}`
}

function mixNotFound(command: string): BuildpackError {
  return new BuildpackError("mix/not-found", `There is no Elixir to run ${command}`, {
    help: dedent`
      Mix is not on PATH. When two buildpacks are used, the one that installs Elixir comes first:
        heroku buildpacks:add --index 1 URL-of-beampack-elixir
    `,
  })
}

function outOfMemory(command: string): BuildpackError {
  return new BuildpackError("mix/killed", `${command} was killed`, {
    help: "The system ended it from outside, which is nearly always a lack of memory. Build on a machine with more of it.",
  })
}
