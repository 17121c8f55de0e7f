import type { OutputEvent } from "../core/output.ts"
import { type CompileOrder, compileOrder, type Dependency } from "./compile-order.ts"
import type { WorkerLine } from "./mix-worker.ts"

/** What is to be done about a worker, by its number, or told the user. */
export type Action =
  | { readonly kind: "order"; readonly worker: number; readonly app: string }
  | { readonly kind: "dismiss"; readonly worker: number }
  | { readonly kind: "tell"; readonly event: OutputEvent }

/** Leads workers that compile dependencies. */
export interface Foreman {
  /** What follows from what a worker says, or from its end. */
  hear(worker: number, line: WorkerLine | { readonly kind: "gone" }): readonly Action[]
}

/** What a worker is at. */
interface Desk {
  state: "starting" | "idle" | "working" | "gone"
  readonly waiting: Dependency[]
  /** What it compiles, and what was printed meanwhile. */
  app: string
  printed: OutputEvent[]
}

/**
 * Gives each worker one dependency after the other, and shows what was printed about one when it is done. `weights` are those
 * of the dependencies, by name.
 */
export function foreman(count: number, weights: ReadonlyMap<string, number>): Foreman {
  const desks = Array.from({ length: count }, (): Desk => ({ state: "starting", waiting: [], app: "", printed: [] }))
  const progress = new Map<string, "running" | "done" | "failed">()
  let order: CompileOrder | undefined
  let isStopped = false
  let isOver = false

  function next(): string | undefined {
    return isStopped ? undefined : order?.next(progress)
  }

  function assign(): readonly Action[] {
    const orders: Action[] = []
    for (const [worker, desk] of desks.entries()) {
      if (desk.state !== "idle") continue
      const app = next()
      if (app === undefined) break
      progress.set(app, "running")
      desks[worker] = { ...desk, state: "working", app, printed: [] }
      orders.push({ kind: "order", worker, app })
    }
    return isMore() ? orders : endAll()
  }

  /** Whether there is something under way, or to be done by somebody who is still to come. */
  function isMore(): boolean {
    if (desks.some(({ state }) => state === "working")) return true
    const isUnknown = order === undefined && !isStopped
    return desks.some(({ state }) => state === "starting") && (isUnknown || next() !== undefined)
  }

  /** Begins nothing more. What is under way is done first. */
  function stop(worker: number, desk: Desk): readonly Action[] {
    isStopped = true
    desk.state = "gone"
    return [{ kind: "dismiss", worker }, ...assign()]
  }

  function endAll(): readonly Action[] {
    isOver = true
    return desks.map((_, worker) => ({ kind: "dismiss", worker }))
  }

  function ready(worker: number, desk: Desk): readonly Action[] {
    const { state, waiting } = desk
    if (state !== "starting") return stop(worker, desk)
    const isFirst = order === undefined
    order ??= compileOrder(waiting)
    desk.state = "idle"
    const text = `Compiling ${waiting.length} dependencies, ${count} at a time`
    return [...(isFirst && waiting.length > 0 ? [detail(text)] : []), ...assign()]
  }

  function finish(worker: number, desk: Desk, result: "done" | "failed"): readonly Action[] {
    const { state, app, printed } = desk
    if (state !== "working") return stop(worker, desk)
    progress.set(app, result)
    const told = printed.map((event): Action => ({ kind: "tell", event }))
    desk.state = result === "done" ? "idle" : "gone"
    if (result === "done") return [...told, ...assign()]
    return [...told, detail(`Mix tries ${app} again`), { kind: "dismiss", worker }, ...assign()]
  }

  function gone(worker: number, desk: Desk): readonly Action[] {
    if (desk.state === "working") return finish(worker, desk, "failed")
    desk.state = "gone"
    return assign()
  }

  return {
    hear: (worker, line) => {
      const desk = desks[worker]
      if (desk === undefined || isOver) return []
      switch (line.kind) {
        case "printed":
          desk.printed.push({ kind: "tool", text: line.text })
          return []
        case "waiting":
          desk.waiting.push({ ...line, weight: weights.get(line.app) ?? 0 })
          return []
        case "ready":
          return ready(worker, desk)
        case "done":
        case "failed":
          return finish(worker, desk, line.kind)
        case "unfit":
          return stop(worker, desk)
        case "gone":
          return gone(worker, desk)
      }
    },
  }
}

function detail(text: string): Action {
  return { kind: "tell", event: { kind: "detail", text } }
}
