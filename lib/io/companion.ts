import { definedEnv, type Env } from "../core/env.ts"
import type { Ending } from "./ending.ts"

/** A command that runs beside us and does what it is told, line by line. */
export interface Companion {
  /** What it prints, in order; ends when it does. */
  readonly lines: AsyncIterable<string>
  /** One that has ended does not hear it. */
  order(line: string): void
  /**
   * Tells it that there are no more orders, and waits for its end, but not for long. Tells how it ended, as a shell has it: 127
   * when there is no such command; no exit code when a signal ended it.
   */
  dismiss(): Promise<Omit<Ending, "lines">>
  /** Ends it at once, whatever it does. */
  stop(): Promise<void>
}

interface CompanionOptions {
  readonly cwd: string
  /** The whole environment of the command; nothing is inherited. */
  readonly env: Env
  readonly signal: AbortSignal
}

/** How long one may take to end by itself. */
const LEAVE = 2000 // milliseconds

/**
 * Starts a command that reads its orders from file descriptor 3; its stdin is empty. It and all that it starts are ended
 * together with us, and when `signal` is aborted.
 */
export async function startCompanion(
  command: string,
  args: readonly string[],
  { cwd, env, signal }: CompanionOptions,
): Promise<Companion> {
  signal.throwIfAborted()
  const { execa } = await import("execa")
  // One pipe for both streams: only so their lines come in the order in which they were printed.
  const child = execa("sh", ["-c", 'exec "$@" 3<&0 </dev/null 2>&1', "sh", command, ...args], {
    cwd,
    env: definedEnv(env),
    extendEnv: false,
    stdin: "pipe",
    stderr: "ignore",
    cancelSignal: signal,
    buffer: false,
    reject: false,
    killDescendants: true,
  })
  return {
    lines: child.iterable(),
    order: (line) => child.stdin.write(`${line}\n`),
    dismiss: async () => {
      child.stdin.end()
      const timer = setTimeout(() => child.kill(), LEAVE)
      const { exitCode, signal } = await child
      clearTimeout(timer)
      return { exitCode, ...(signal && { signal }) }
    },
    stop: async () => {
      child.kill("SIGKILL")
      await child
    },
  }
}
