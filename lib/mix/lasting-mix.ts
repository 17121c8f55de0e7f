import { randomUUID } from "node:crypto"
import type { Env } from "../core/env.ts"
import type { StepContext } from "../core/step.ts"
import { type Companion, startCompanion } from "../io/companion.ts"
import type { Ending } from "../io/ending.ts"
import { toldLines } from "../io/told-lines.ts"
import { lastingCommand, type MixLine, mixLines, mixOrder, servesIn } from "./mix-orders.ts"

type Context = Pick<StepContext, "app" | "env" | "output" | "signal">

/** A Mix that runs the tasks of several steps: to start the BEAM and to read the project takes longer than most of them. */
export interface LastingMix extends AsyncDisposable {
  /** Has it start, so that it waits for a task when there is one. It reads nothing of the app until then. */
  prepare(context: Omit<Context, "output">): void
  /** Runs a task and tells how it ended; undefined when it cannot and nothing was done. Throws only what `signal` does. */
  run(args: readonly string[], context: Context): Promise<Ending | undefined>
  /** The next task finds another one, since what this one has read may have changed. */
  renew(): Promise<void>
}

/** One that was started. */
interface Running {
  readonly app: string
  readonly started: Env
  readonly mark: string
  readonly companion: Promise<Companion>
  /** What it has now. */
  env: Env
  lines?: AsyncIterator<MixLine>
}

/** Used by whatever runs Mix in a build. */
export function lastingMix(): LastingMix {
  let running: Running | undefined
  let isBusy = false

  async function end(): Promise<void> {
    const one = running
    running = undefined
    if (one === undefined) return
    const companion = await one.companion.catch(() => undefined)
    const left = companion === undefined ? undefined : drain(linesOf(one, companion))
    await companion?.dismiss()
    await left
  }

  async function runIn(one: Running, args: readonly string[], { env, output }: Context): Promise<Ending | undefined> {
    const companion = await one.companion
    const lines = linesOf(one, companion)
    companion.order(mixOrder(args, env, one.env))
    one.env = env
    const early: string[] = []
    const told = toldLines(output)
    let hasBegun = false
    for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
      const line = next.value
      switch (line.kind) {
        case "printed":
          if (hasBegun) told.say(line.text)
          else early.push(line.text)
          break
        case "begun":
          hasBegun = true
          early.forEach(told.say)
          break
        case "unfit":
          await end()
          return undefined
        case "last":
          await end()
          return { exitCode: 0, lines: told.last() }
        case "done":
          return { exitCode: 0, lines: told.last() }
      }
    }
    running = undefined
    const ended = await companion.dismiss()
    return hasBegun ? { ...ended, lines: told.last() } : undefined
  }

  return {
    prepare: (context) => {
      running ??= start(context)
    },
    run: async (args, context) => {
      // What Mix itself is told to measure is the whole of a task.
      if (isBusy || context.env.MIX_PROFILE) return undefined
      if (running !== undefined && !isFor(running, context)) await end()
      running ??= start(context)
      isBusy = true
      try {
        return await runIn(running, args, context)
      } finally {
        isBusy = false
        context.signal.throwIfAborted()
      }
    },
    renew: end,
    [Symbol.asyncDispose]: end,
  }
}

function start({ app, env, signal }: Omit<Context, "output">): Running {
  const mark = `beampack-${randomUUID()}`
  const [command, ...args] = lastingCommand(mark)
  const companion = startCompanion(command, args, { cwd: app, env, signal })
  // Whoever gives an order hears of it.
  companion.catch(() => {})
  return { app, started: env, mark, companion, env }
}

function isFor({ app, started }: Running, context: Context): boolean {
  return app === context.app && servesIn(context.env, started)
}

function linesOf(one: Running, companion: Companion): AsyncIterator<MixLine> {
  one.lines ??= readLines(companion, one.mark)
  return one.lines
}

async function* readLines({ lines }: Companion, mark: string): AsyncGenerator<MixLine> {
  for await (const line of lines) yield* mixLines(line, mark)
}

async function drain(lines: AsyncIterator<MixLine>): Promise<void> {
  while ((await lines.next()).done !== true);
}
