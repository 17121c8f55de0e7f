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
export async function startCli(args: readonly string[], options: CliOptions = {}): Promise<ResultPromise> {
  return startProgram(beampack, args, options)
}

/** Runs the program to its end. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return ended(await startCli(args, options))
}

/** Runs a line of shell in which `beampack` is the program. */
export async function shell(line: string, options: CliOptions = {}): Promise<CliResult> {
  return ended(await startProgram("bash", ["-c", `beampack() { '${beampack}' "$@"; }; ${line}`], options))
}

/** What a program has said when it is over. */
export async function ended(child: ResultPromise): Promise<CliResult> {
  const { exitCode, stdout, stderr } = await child
  return { exitCode, stdout: String(stdout), stderr: String(stderr) }
}

async function startProgram(file: string, args: readonly string[], options: CliOptions): Promise<ResultPromise> {
  const { PATH = "" } = process.env
  const env = { PATH, HOME: await tempDir("home"), ...options.env }
  return execa(file, args, {
    cwd: options.cwd ?? (await tempDir("cwd")),
    env,
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    stripFinalNewline: false,
  })
}

/** An app that Mix can make a release of. */
export const helloFiles = {
  "mix.exs": `defmodule Hello.MixProject do
  use Mix.Project

  def project do
    [app: :hello, version: "0.1.0", deps: [], releases: [hello: []]]
  end

  def application, do: [extra_applications: [:logger]]
end
`,
  "lib/hello.ex": "defmodule Hello do\nend\n",
} as const
