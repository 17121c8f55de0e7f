import { type ChildProcessByStdio, spawn } from "node:child_process"
import { once } from "node:events"
import { constants } from "node:os"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { text } from "node:stream/consumers"
import { onTestFinished } from "vitest"
import { tempDir } from "./app.ts"
import { testDay } from "./today.ts"

/** The compiled program, as a user has it. */
export const beampack = join(import.meta.dirname, "../../dist/beampack/bin/beampack")

export interface CliOptions {
  readonly cwd?: string
  /** All of the environment but PATH, HOME, which is a fresh folder, and the day. */
  readonly env?: Readonly<Record<string, string>>
}

export interface CliResult {
  /** As a shell has it: 128 + n when signal n ended the program. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** The program while it runs. */
export interface RunningCli {
  readonly process: ChildProcessByStdio<null, Readable, Readable>
  readonly ended: Promise<CliResult>
}

/** Runs the program to its end. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return (await startCli(args, options)).ended
}

/** Runs a line of shell in which `beampack` is the program. */
export async function shell(line: string, options: CliOptions = {}): Promise<CliResult> {
  return (await start("bash", ["-c", `beampack() { '${beampack}' "$@"; }; ${line}`], options)).ended
}

/** Starts the program without waiting for its end. */
export async function startCli(args: readonly string[], options: CliOptions = {}): Promise<RunningCli> {
  return start(beampack, args, options)
}

async function start(file: string, args: readonly string[], options: CliOptions): Promise<RunningCli> {
  const { PATH = "" } = process.env
  const env = { PATH, HOME: await tempDir("home"), ...testDay, ...options.env }
  const cwd = options.cwd ?? (await tempDir("cwd"))
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] })
  onTestFinished(() => {
    child.kill("SIGKILL")
  })
  return { process: child, ended: result(child) }
}

async function result(child: RunningCli["process"]): Promise<CliResult> {
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>,
    text(child.stdout),
    text(child.stderr),
  ])
  return { exitCode: signal === null ? (code ?? 0) : 128 + constants.signals[signal], stdout, stderr }
}
