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
  let isOver = false

  function assign(): readonly Action[] {
    const orders: Action[] = []
    for (const [worker, desk] of desks.entries()) {
      if (desk.state !== "idle") continue
      const app = order?.next(progress)
      if (app === undefined) break
      progress.set(app, "running")
      desks[worker] = { ...desk, state: "working", app, printed: [] }
      orders.push({ kind: "order", worker, app })
    }
    return isMore() ? orders : endAll()
  }

  /** Whether there will be something to be done, and somebody to do it. */
  function isMore(): boolean {
    if (desks.some(({ state }) => state === "working")) return true
    return (
      desks.some(({ state }) => state === "starting") && (order === undefined || order.next(progress) !== undefined)
    )
  }

  function endAll(): readonly Action[] {
    isOver = true
    return desks.map((_, worker) => ({ kind: "dismiss", worker }))
  }

  function ready(desk: Desk): readonly Action[] {
    const { waiting } = desk
    const isFirst = order === undefined
    order ??= compileOrder(waiting)
    desk.state = "idle"
    const text = `Compiling ${waiting.length} dependencies, ${count} at a time`
    return [...(isFirst && waiting.length > 0 ? [detail(text)] : []), ...assign()]
  }

  function finish(worker: number, desk: Desk, result: "done" | "failed"): readonly Action[] {
    const { state, app, printed } = desk
    if (state !== "working") return endAll()
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
          return ready(desk)
        case "done":
        case "failed":
          return finish(worker, desk, line.kind)
        case "unfit":
          return endAll()
        case "gone":
          return gone(worker, desk)
      }
    },
  }
}

function detail(text: string): Action {
  return { kind: "tell", event: { kind: "detail", text } }
}
