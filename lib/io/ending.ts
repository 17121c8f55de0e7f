import { BuildpackError } from "../core/error.ts"

/** How a tool ended, as far as it tells why. */
export interface Ending {
  readonly exitCode: number | undefined
  readonly signal?: string
  /** The last lines it printed. */
  readonly lines: readonly string[]
}

/** How it ended, to follow its name in brackets: `exit 1`. */
export function howItEnded({ exitCode, signal }: Omit<Ending, "lines">): string {
  return signal === undefined ? `exit ${exitCode}` : `ended by ${signal}`
}

/** Whether the system ended it, itself or, as a shell tells it, what it ran. */
export function wasKilled({ exitCode, signal }: Ending): boolean {
  return signal === "SIGKILL" || exitCode === 137
}

/** For a tool of which `wasKilled` is true: `TOOL/killed` is the id, `command` what the user knows it by. */
export function killed(tool: string, command: string): BuildpackError {
  return new BuildpackError(`${tool}/killed`, `${command} was killed`, {
    help: "The system ended it from outside, which is nearly always a lack of memory. Build on a machine with more of it.",
  })
}

/** As much of what a tool printed as fits into the help of an error. */
export function lastWords(lines: readonly string[]): string {
  return lines.slice(-10).join("\n")
}
