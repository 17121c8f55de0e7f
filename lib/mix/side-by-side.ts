import { randomUUID } from "node:crypto"
import { join, resolve } from "node:path"
import type { Env } from "../core/env.ts"
import type { StepContext } from "../core/step.ts"
import { type Companion, startCompanion } from "../io/companion.ts"
import { machineSize } from "../io/machine.ts"
import { compileWay, PARTITIONS } from "./compile-way.ts"
import { type Action, foreman } from "./foreman.ts"
import { DEPS } from "./kept-place.ts"
import { workerCommand, workerLines } from "./mix-worker.ts"
import { sourceWeight } from "./source-weight.ts"
import { uncompiled } from "./uncompiled.ts"

type Context = Pick<StepContext, "app" | "env" | "output" | "purpose" | "signal">

/**
 * Has independent dependencies compiled at the same time where that pays. Gives the environment for `mix compile`, which
 * then does all that is left and tells what fails. `elixir`: the version of Elixir, where it is known.
 */
export async function compileSideBySide(elixir: string | undefined, context: Context): Promise<Env> {
  const { app, env } = context
  const apps = await uncompiled(context)
  if (apps.length === 0) return env
  const deps = resolve(app, env.MIX_DEPS_PATH || DEPS)
  const weights = new Map(
    await Promise.all(apps.map(async (name) => [name, await sourceWeight(join(deps, name))] as const)),
  )
  const bytes = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const way = compileWay({ elixir, env, dependencies: apps.length, bytes, machine: await machineSize() })
  if (way.kind === "mix") return { ...env, [PARTITIONS]: String(way.processes) }
  if (way.kind === "workers") await compileByWorkers(way.processes, weights, context)
  return env
}

/** Schedulers that look for work while there is none take CPU time from those of the other workers. */
const QUIET = "+sbwt none +sbwtdcpu none +sbwtdio none"

function workerEnv(env: Env): Env {
  return {
    ...env,
    // Mix lets one process at a time compile; these never compile the same.
    MIX_OS_CONCURRENCY_LOCK: "0",
    // What the user says comes after it, and wins.
    ERL_AFLAGS: [QUIET, env.ERL_AFLAGS].filter(Boolean).join(" "),
  }
}

/** Whatever goes wrong is left to Mix, which looks at all of them again. Throws only what `context.signal` does. */
async function compileByWorkers(
  count: number,
  weights: ReadonlyMap<string, number>,
  { app, env, output, signal }: Context,
): Promise<void> {
  const mark = `beampack-${randomUUID()}`
  const [command, ...args] = workerCommand(mark)
  const options = { cwd: app, env: workerEnv(env), signal }
  const workers = await Promise.all(Array.from({ length: count }, () => startCompanion(command, args, options)))
  const { hear } = foreman(count, weights)
  const act = (action: Action): void => {
    if (action.kind === "tell") output(action.event)
    else if (action.kind === "order") workers[action.worker]?.order(action.app)
    else void workers[action.worker]?.dismiss()
  }
  const attend = async (worker: Companion, number: number): Promise<void> => {
    for await (const text of worker.lines) {
      for (const line of workerLines(text, mark)) hear(number, line).forEach(act)
    }
    if (!signal.aborted) hear(number, { kind: "gone" }).forEach(act)
  }
  await Promise.all(workers.map(attend))
  signal.throwIfAborted()
}
