import { join } from "node:path"
import { execa, type ResultPromise } from "execa"
import { tempDir } from "./app.ts"

/** The compiled program, as a user has it. */
export const beampack = join(import.meta.dirname, "../../dist/beampack/bin/beampack")

export interface CliOptions {
  readonly cwd?: string
  /** All of the environment but PATH and HOME, which is a fresh folder. */
  readonly env?: Readonly<Record<string, string>>
}

export interface CliResult {
  /** As a shell has it: 128 + n when signal n ended the program. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Starts the program without waiting for its end. */
export async function startCli(args: readonly string[], options: CliOptions = {}): Promise<{ child: ResultPromise }> {
  return startProgram(beampack, args, options)
}

/** Runs the program to its end. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { child } = await startCli(args, options)
  return ended(child)
}

/** Runs a line of shell in which `beampack` is the program. */
export async function shell(line: string, options: CliOptions = {}): Promise<CliResult> {
  const { child } = await startProgram("bash", ["-c", `beampack() { '${beampack}' "$@"; }; ${line}`], options)
  return ended(child)
}

/** What a program has said when it is over. */
export async function ended(child: ResultPromise): Promise<CliResult> {
  const { exitCode, stdout, stderr } = await child
  return { exitCode, stdout: String(stdout), stderr: String(stderr) }
}

async function startProgram(
  file: string,
  args: readonly string[],
  options: CliOptions,
): Promise<{ child: ResultPromise }> {
  const { PATH = "" } = process.env
  const env = { PATH, HOME: await tempDir("home"), ...options.env }
  const cwd = options.cwd ?? (await tempDir("cwd"))
  const child = execa(file, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    stripFinalNewline: false,
  })
  return { child }
}
