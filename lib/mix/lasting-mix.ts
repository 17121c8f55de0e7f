import { randomUUID } from "node:crypto"
import type { Env } from "../core/env.ts"
import type { StepContext } from "../core/step.ts"
import { type Companion, startCompanion } from "../io/companion.ts"
import type { Ending } from "../io/ending.ts"
import { followTask } from "./followed-task.ts"
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
  readonly companion: Promise<Companion>
  readonly lines: AsyncIterator<MixLine>
  /** What it has now. */
  env: Env
}

/** Used by whatever runs Mix in a build. */
export function lastingMix(): LastingMix {
  let running: Running | undefined
  let isBusy = false
  let isOutdated = false

  async function end(): Promise<void> {
    const one = running
    running = undefined
    const companion = await one?.companion.catch(() => undefined)
    if (one === undefined || companion === undefined) return
    await Promise.all([drain(one.lines), companion.dismiss()])
  }

  /** A task that is under way is done first. */
  async function renew(): Promise<void> {
    isOutdated = isBusy
    if (!isBusy) await end()
  }

  async function runIn(one: Running, args: readonly string[], { env, output }: Context): Promise<Ending | undefined> {
    const companion = await one.companion
    companion.order(mixOrder(args, env, one.env))
    one.env = env
    const { kind, lines } = await followTask(one.lines, output)
    switch (kind) {
      case "done":
        return { exitCode: 0, lines }
      case "unfit":
      case "never begun":
        await end()
        return undefined
      // It ends after a task that has failed, and after one that has left something behind for later ones.
      case "gone":
        running = undefined
        return { ...(await companion.dismiss()), lines }
    }
  }

  return {
    prepare: (context) => {
      running ??= start(context)
    },
    run: async (args, context) => {
      // What Mix itself is told to measure is the whole of a task.
      if (isBusy || context.env.MIX_PROFILE) return undefined
      isBusy = true
      try {
        if (running !== undefined && !isFor(running, context)) await end()
        running ??= start(context)
        return await runIn(running, args, context)
      } finally {
        isBusy = false
        if (isOutdated) await renew()
        context.signal.throwIfAborted()
      }
    },
    renew,
    [Symbol.asyncDispose]: end,
  }
}

function start({ app, env, signal }: Omit<Context, "output">): Running {
  const mark = `beampack-${randomUUID()}`
  const [command, ...args] = lastingCommand(mark)
  const companion = startCompanion(command, args, { cwd: app, env, signal })
  // Whoever gives an order hears of it.
  companion.catch(() => {})
  return { app, started: env, companion, lines: readLines(companion, mark), env }
}

function isFor({ app, started }: Running, context: Context): boolean {
  return app === context.app && servesIn(context.env, started)
}

async function* readLines(companion: Promise<Companion>, mark: string): AsyncGenerator<MixLine> {
  for await (const line of (await companion).lines) yield* mixLines(line, mark)
}

async function drain(lines: AsyncIterator<MixLine>): Promise<void> {
  while ((await lines.next()).done !== true);
}
