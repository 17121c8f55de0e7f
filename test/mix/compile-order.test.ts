import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compileOrder, type Dependency, type Progress } from "../../lib/mix/compile-order.ts"

type State = "running" | "done" | "failed"

function graph(needs: Readonly<Record<string, readonly [weight: number, ...needs: string[]]>>): readonly Dependency[] {
  return Object.entries(needs).map(([app, [weight, ...below]]) => ({ app, needs: below, weight }))
}

const web = graph({ ranch: [3], cowlib: [5], cowboy: [2, "ranch", "cowlib"], plug: [9, "cowboy"], jason: [4] })

describe("begins with", () => {
  it.each<{ what: string; progress?: Record<string, State>; next: string | undefined }>([
    { what: "what most work waits for", next: "cowlib" },
    { what: "the next of those", progress: { cowlib: "running" }, next: "ranch" },
    {
      what: "what nothing waits for, while the others are under way",
      progress: { cowlib: "running", ranch: "running" },
      next: "jason",
    },
    {
      what: "none before all that it needs is done",
      progress: { cowlib: "running", ranch: "done", jason: "done" },
      next: undefined,
    },
    { what: "one as soon as all that it needs is done", progress: { cowlib: "done", ranch: "done" }, next: "cowboy" },
    {
      what: "none that leans on one that failed, directly or not",
      progress: { cowlib: "failed", ranch: "done", jason: "done" },
      next: undefined,
    },
    { what: "others after a failure", progress: { cowlib: "failed", ranch: "done" }, next: "jason" },
    {
      what: "none when all are done",
      progress: { ranch: "done", cowlib: "done", cowboy: "done", plug: "done", jason: "done" },
      next: undefined,
    },
  ])("$what", ({ progress = {}, next }) => {
    expect(compileOrder(web).next(new Map(Object.entries(progress)))).toBe(next)
  })

  it("the first of two that weigh the same, as Mix lists them", () => {
    expect(compileOrder(graph({ b: [1], a: [1] })).next(new Map())).toBe("b")
  })

  it("what needs only what is compiled already", () => {
    expect(compileOrder(graph({ plug: [1, "mime"] })).next(new Map())).toBe("plug")
  })

  it("none of a circle, and the others", () => {
    const order = compileOrder(graph({ a: [9, "b"], b: [9, "a"], c: [1, "d"], d: [1] }))
    expect(order.next(new Map())).toBe("d")
    expect(
      order.next(
        new Map([
          ["d", "done"],
          ["c", "done"],
        ]),
      ),
    ).toBe(undefined)
  })
})

/** Graphs without circles: each one needs only some of those before it. */
const graphs = fc
  .array(fc.record({ needs: fc.array(fc.nat({ max: 30 }), { maxLength: 4 }), weight: fc.nat({ max: 100 }) }), {
    maxLength: 25,
  })
  .map((list) =>
    list.map(({ needs, weight }, at): Dependency => {
      const below = at === 0 ? [] : needs.map((need) => `d${need % at}`)
      return { app: `d${at}`, needs: [...new Set(below)], weight }
    }),
  )

/** Compiles with some workers; who is done first is the luck of `luck`, and what is in `broken` fails. */
function compileAll(
  dependencies: readonly Dependency[],
  { workers, luck, broken }: { workers: number; luck: readonly number[]; broken: ReadonlySet<string> },
  onBegin: (app: string, progress: Progress, running: number) => void,
): Map<string, State> {
  const order = compileOrder(dependencies)
  const progress = new Map<string, State>()
  const running: string[] = []
  for (let turn = 0; ; turn++) {
    for (;;) {
      const app = running.length < workers ? order.next(progress) : undefined
      if (app === undefined) break
      onBegin(app, progress, running.length)
      progress.set(app, "running")
      running.push(app)
    }
    const [ended] = running.splice((luck[turn % luck.length] ?? 0) % Math.max(1, running.length), 1)
    if (ended === undefined) return progress
    progress.set(ended, broken.has(ended) ? "failed" : "done")
  }
}

const crews = fc.record({
  workers: fc.integer({ min: 1, max: 5 }),
  luck: fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
})

it("begins with each one once, after all that it needs, and ends with all done", () => {
  fc.assert(
    fc.property(graphs, crews, (dependencies, crew) => {
      const needs = new Map(dependencies.map((one) => [one.app, one.needs]))
      const begun: string[] = []
      const end = compileAll(dependencies, { ...crew, broken: new Set() }, (app, progress) => {
        begun.push(app)
        expect((needs.get(app) ?? []).filter((need) => progress.get(need) !== "done")).toEqual([])
      })
      expect(begun.toSorted()).toEqual(dependencies.map(({ app }) => app).toSorted())
      expect([...end.values()].filter((state) => state !== "done")).toEqual([])
    }),
  )
})

it("leaves no worker idle while one could be begun", () => {
  fc.assert(
    fc.property(graphs, crews, (dependencies, crew) => {
      const order = compileOrder(dependencies)
      compileAll(dependencies, { ...crew, broken: new Set() }, (_, progress) => {
        const ready = dependencies.filter(
          ({ app, needs }) => !progress.has(app) && needs.every((need) => progress.get(need) === "done"),
        )
        expect(ready.map(({ app }) => app)).toContain(order.next(progress))
      })
    }),
  )
})

it("begins with everything after failures but what leans on them", () => {
  fc.assert(
    fc.property(graphs, crews, fc.array(fc.nat({ max: 24 }), { maxLength: 3 }), (dependencies, crew, failing) => {
      const broken = new Set(failing.map((at) => `d${at}`))
      const end = compileAll(dependencies, { ...crew, broken }, () => {})
      const lost = new Set(broken)
      // Each comes after those that it needs.
      for (const { app, needs } of dependencies) if (needs.some((need) => lost.has(need))) lost.add(app)
      for (const { app } of dependencies) {
        expect(end.get(app)).toBe(
          broken.has(app) && !leansOn(app, dependencies, broken) ? "failed" : lost.has(app) ? undefined : "done",
        )
      }
    }),
  )
})

function leansOn(app: string, dependencies: readonly Dependency[], on: ReadonlySet<string>): boolean {
  const needs = dependencies.find((one) => one.app === app)?.needs ?? []
  return needs.some((need) => on.has(need) || leansOn(need, dependencies, on))
}
