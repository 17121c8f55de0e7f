import { existsSync } from "node:fs"
import { constants } from "node:os"
import type { Readable } from "node:stream"
import { definedEnv, type Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import { toldLines } from "./told-lines.ts"

/** What a command is given. */
export interface RunOptions {
  readonly cwd: string
  /** The whole environment of the command; nothing is inherited. */
  readonly env: Env
  /** Gets each line as a `tool` event as it comes. */
  readonly output?: Output | undefined
  readonly signal?: AbortSignal | undefined
  /** Milliseconds. */
  readonly timeout?: number | undefined
  readonly stdin?: string | undefined
}

/** How a command ended, and what it printed. */
export interface RunResult {
  /** As a shell has it: 127 when there is no such command, 126 when it cannot be run; undefined when a signal ended it. */
  readonly exitCode: number | undefined
  readonly signal?: string
  readonly timedOut: boolean
  /** The last 200 lines of stdout and stderr, in the order they came, without colours. */
  readonly lines: readonly string[]
  readonly stdout: string
}

/**
 * Runs a command to its end, whatever its exit code. It and all that it starts are ended together with us, on a
 * timeout and when `signal` is aborted; in the last case the signal's reason is thrown.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  options.signal?.throwIfAborted()
  const { execa } = await import("execa")
  const child = execa(command, args, {
    cwd: options.cwd,
    env: definedEnv(options.env),
    extendEnv: false,
    ...(options.stdin === undefined ? { stdin: "ignore" as const } : { input: options.stdin }),
    ...(options.signal && { cancelSignal: options.signal }),
    timeout: options.timeout ?? 0,
    buffer: { stdout: true, stderr: false },
    maxBuffer: Number.POSITIVE_INFINITY,
    stripFinalNewline: false,
    reject: false,
    killDescendants: true,
  })
  const told = toldLines(options.output)
  const follow = async (from: "stdout" | "stderr"): Promise<void> => {
    for await (const line of child.iterable({ from })) told.say(line)
  }
  const [result] = await Promise.all([child, follow("stdout"), follow("stderr")])
  options.signal?.throwIfAborted()
  const failure = startFailure(command, options.cwd, result.code)
  if (failure) told.say(failure.line)
  return {
    exitCode: failure?.exitCode ?? result.exitCode,
    ...(result.signal && { signal: result.signal }),
    timedOut: result.timedOut,
    lines: told.last(),
    stdout: String(result.stdout ?? ""),
  }
}

const passedOn = ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const

/**
 * Runs a command in our place: it has our stdin, stdout and stderr and gets our signals. Gives its exit code as a
 * shell has it: 128 + n when signal n ended it, 127 when there is no such command, 126 when it cannot be run.
 */
export async function exec(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Env },
): Promise<number> {
  const early: NodeJS.Signals[] = []
  let pass = (signal: NodeJS.Signals): unknown => early.push(signal)
  const passOn = (signal: NodeJS.Signals): void => {
    // The command is in our process group: Ctrl-C in a terminal has reached it already.
    if (process.stdin.isTTY && (signal === "SIGINT" || signal === "SIGQUIT")) return
    pass(signal)
  }
  for (const signal of passedOn) process.on(signal, passOn)
  try {
    const { execa } = await import("execa")
    const child = execa(command, args, {
      cwd: options.cwd,
      env: definedEnv(options.env),
      extendEnv: false,
      stdio: "inherit",
      reject: false,
    })
    pass = (signal) => child.kill(signal)
    early.forEach(pass)
    const result = await child
    if (result.signal) return 128 + constants.signals[result.signal]
    return result.exitCode ?? startFailure(command, options.cwd, result.code)?.exitCode ?? 1
  } finally {
    for (const signal of passedOn) process.off(signal, passOn)
  }
}

/** A file as a filter command such as `xz -dc` writes it out. The stream fails when the command does. */
export async function filterFile(command: string, args: readonly string[], file: string, env: Env): Promise<Readable> {
  const { execa } = await import("execa")
  const child = execa(command, args, {
    inputFile: file,
    env: definedEnv(env),
    extendEnv: false,
    encoding: "buffer",
    buffer: false,
  })
  return child.readable()
}

/** Whether a stream of `filterFile` failed because there is no such command. */
export function isNoCommand(error: unknown): boolean {
  if (!(error instanceof Error) || !(error.cause instanceof Error)) return false
  const { code, syscall } = error.cause as NodeJS.ErrnoException
  return code === "ENOENT" && syscall?.startsWith("spawn ") === true
}

function startFailure(
  command: string,
  cwd: string,
  code: string | undefined,
): { readonly exitCode: number; readonly line: string } | undefined {
  switch (code) {
    case "ENOENT":
      return { exitCode: 127, line: existsSync(cwd) ? `${command}: command not found` : `${cwd}: no such folder` }
    case "EACCES":
      return { exitCode: 126, line: `${command}: permission denied` }
    case "E2BIG":
      return { exitCode: 126, line: `${command}: argument list too long` }
    default:
      return undefined
  }
}
