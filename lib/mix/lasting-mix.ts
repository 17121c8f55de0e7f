import { randomUUID } from "node:crypto"
import type { Env } from "../core/env.ts"
import type { StepContext } from "../core/step.ts"
import { type Companion, startCompanion } from "../io/companion.ts"
import type { Ending } from "../io/ending.ts"
import { followTask } from "./followed-task.ts"
import { openScripts } from "./lasting-scripts.ts"
import { lastingCommand, type MixLine, mixLines, mixOrder, servesIn } from "./mix-orders.ts"

type Context = Pick<StepContext, "app" | "env" | "layers" | "output" | "signal">

/** What one is started with. */
interface Start extends Pick<Context, "app" | "env" | "signal"> {
  /** The folder of the layer that has them. */
  readonly scripts: string
}

/** A Mix that runs the tasks of several steps: to start the BEAM and to read the project takes longer than most of them. */
export interface LastingMix extends AsyncDisposable {
  /**
   * Has it start, so that it waits for a task when there is one. It reads nothing of the app until then. One that was foreseen to run
   * on other runtimes is ended.
   */
  prepare(context: Omit<Context, "output">): Promise<void>
  /** Has it start before the build knows its layers. */
  foresee(start: Start): void
  /** Runs a task and tells how it ended; undefined when it cannot and nothing was done. Throws what `signal` does, and opening the layer of its scripts. */
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
  /** Whether it was given a task. */
  hasWorked: boolean
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
    // One without a task has nothing to finish, and need not be waited for.
    await Promise.all([drain(one.lines), one.hasWorked ? companion.dismiss() : companion.stop()])
  }

  async function prepare(context: Omit<Context, "output">): Promise<void> {
    // Where later steps put more on PATH it is still the same.
    if (running !== undefined && running.started.PATH !== context.env.PATH) await end()
    await ready(context)
  }

  async function ready({ layers, ...context }: Omit<Context, "output">): Promise<void> {
    if (running !== undefined && !isFor(running, context)) await end()
    // Also for one that was foreseen: a layer that no build opens is removed after some time.
    const { path: scripts } = await openScripts(layers)
    running ??= start({ ...context, scripts })
  }

  /** A task that is under way is done first. */
  async function renew(): Promise<void> {
    isOutdated = isBusy
    if (!isBusy) await end()
  }

  async function runIn(args: readonly string[], { env, output }: Context): Promise<Ending | undefined> {
    const one = running
    const companion = await one?.companion
    if (one === undefined || companion === undefined) return undefined
    companion.order(mixOrder(args, env, one.env))
    one.env = env
    one.hasWorked = true
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
    prepare,
    foresee: (context) => {
      running ??= start(context)
    },
    run: async (args, context) => {
      // What Mix itself is told to measure is the whole of a task.
      if (isBusy || context.env.MIX_PROFILE) return undefined
      isBusy = true
      try {
        await ready(context)
        return await runIn(args, context)
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

/**
 * Until the first order it may lose what it runs on, in a build that takes nothing from the cache and so replaces the runtimes: it
 * is not to leave a crash dump in the app. The first order takes the variable away.
 */
const withoutDump: Env = { ERL_CRASH_DUMP_SECONDS: "0" }

function start({ app, env: started, signal, scripts }: Start): Running {
  const env = { ...started, ...withoutDump }
  const mark = `beampack-${randomUUID()}`
  const companion = (async () => {
    const [command, ...args] = lastingCommand(scripts, mark)
    return startCompanion(command, args, { cwd: app, env, signal })
  })()
  // Whoever gives an order hears of it.
  companion.catch(() => {})
  return { app, started, companion, lines: readLines(companion, mark), env, hasWorked: false }
}

function isFor({ app, started }: Running, context: Pick<Context, "app" | "env">): boolean {
  return app === context.app && servesIn(context.env, started)
}

async function* readLines(companion: Promise<Companion>, mark: string): AsyncGenerator<MixLine> {
  for await (const line of (await companion).lines) yield* mixLines(line, mark)
}

async function drain(lines: AsyncIterator<MixLine>): Promise<void> {
  while ((await lines.next()).done !== true);
}
