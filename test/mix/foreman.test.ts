import { describe, expect, it } from "vitest"
import { type Foreman, foreman } from "../../lib/mix/foreman.ts"
import { workerLines } from "../../lib/mix/mix-worker.ts"

const weights = new Map(Object.entries({ ranch: 3, cowlib: 5, cowboy: 2, jason: 4 }))
const listed = ["waiting ranch ", "waiting cowlib ", "waiting cowboy ranch,cowlib", "waiting jason "]

/** What follows when workers say these lines, as in `1: done`; `1 gone` is one's end. */
function following(leader: Foreman, ...said: readonly string[]): readonly string[] {
  return said.flatMap((line) => {
    const worker = Number(line[0])
    const actions = line.endsWith(" gone")
      ? leader.hear(worker, { kind: "gone" })
      : workerLines(line.slice(3), "!").flatMap((one) => leader.hear(worker, one))
    return actions.map((action) => {
      if (action.kind === "tell") return `${action.event.kind}: ${action.event.text}`
      return action.kind === "order" ? `${action.worker} compiles ${action.app}` : `${action.worker} goes`
    })
  })
}

function ready(worker: number, lines: readonly string[] = listed): readonly string[] {
  return [...lines, "ready"].map((line) => `${worker}: ! ${line}`)
}

describe("a foreman", () => {
  it("gives each worker one dependency after the other, and sends all home at the end", () => {
    const leader = foreman(2, weights)
    expect(following(leader, ...ready(0))).toEqual([
      "detail: Compiling 4 dependencies, 2 at a time",
      "0 compiles cowlib",
    ])
    expect(following(leader, ...ready(1))).toEqual(["1 compiles ranch"])
    expect(following(leader, "1: ! done")).toEqual(["1 compiles jason"])
    expect(following(leader, "1: ! done")).toEqual([])
    expect(following(leader, "0: ! done")).toEqual(["0 compiles cowboy"])
    expect(following(leader, "0: ! done")).toEqual(["0 goes", "1 goes"])
    expect(following(leader, "0 gone", "1 gone")).toEqual([])
  })

  it("shows what was printed about a dependency when it is done, and nothing from before", () => {
    const leader = foreman(2, weights)
    following(leader, "0: warning: mix.exs is old", ...ready(0), ...ready(1))
    expect(following(leader, "0: ==> cowlib", "1: ==> ranch", "0: Generated cowlib app")).toEqual([])
    expect(following(leader, "0: 50 %! done").slice(0, 3)).toEqual([
      "tool: ==> cowlib",
      "tool: Generated cowlib app",
      "tool: 50 %",
    ])
  })

  it("leaves one that fails to Mix with what leans on it, and sends its worker home", () => {
    const leader = foreman(2, weights)
    following(leader, ...ready(0), ...ready(1), "0: cowlib is broken")
    expect(following(leader, "0: ! failed")).toEqual([
      "tool: cowlib is broken",
      "detail: Mix tries cowlib again",
      "0 goes",
    ])
    expect(following(leader, "0 gone", "1: ! done")).toEqual(["1 compiles jason"])
    expect(following(leader, "1: ! done")).toEqual(["0 goes", "1 goes"])
  })

  it("leaves to Mix what a worker that dies was at", () => {
    const leader = foreman(2, weights)
    following(leader, ...ready(0), ...ready(1), "0: Killed")
    expect(following(leader, "0 gone")).toEqual(["tool: Killed", "detail: Mix tries cowlib again", "0 goes"])
    expect(following(leader, "1: ! done", "1: ! done")).toEqual(["1 compiles jason", "0 goes", "1 goes"])
  })

  it("does without a worker that never begins", () => {
    const leader = foreman(2, weights)
    expect(following(leader, "1 gone", ...ready(0)).at(-1)).toBe("0 compiles cowlib")
    expect(following(leader, "0: ! done", "0: ! done", "0: ! done", "0: ! done")).toEqual([
      "0 compiles ranch",
      "0 compiles jason",
      "0 compiles cowboy",
      "0 goes",
      "1 goes",
    ])
  })

  it("waits for a worker that is still to come when the others have failed", () => {
    const leader = foreman(2, weights)
    following(leader, ...ready(0))
    expect(following(leader, "0: ! failed").slice(-1)).toEqual(["0 goes"])
    expect(following(leader, ...ready(1))).toEqual(["1 compiles ranch"])
  })

  it("does without an idle one that dies", () => {
    const leader = foreman(3, weights)
    following(leader, ...ready(0), ...ready(1), ...ready(2), "0: ! done", "0 gone")
    expect(following(leader, "1: ! done")).toEqual(["1 compiles cowboy"])
  })

  it.each([
    { what: "there is nothing to be compiled", says: ready(0, []), goes: ["0 goes", "1 goes"] },
    { what: "Mix has to do it all", says: ["0: ! unfit"], goes: ["0 goes", "0 goes", "1 goes"] },
    { what: "one says what makes no sense", says: ["0: ! done"], goes: ["0 goes", "0 goes", "1 goes"] },
  ])("sends all home when $what, and hears no more", ({ says, goes }) => {
    const leader = foreman(2, weights)
    expect(following(leader, ...says)).toEqual(goes)
    expect(following(leader, ...ready(1), "0: ! done")).toEqual([])
  })

  it.each(["unfit", "done", "failed", "ready"])("lets others end what they are at when an idle one says %s", (word) => {
    const leader = foreman(3, weights)
    following(leader, ...ready(0), ...ready(1), ...ready(2), "2: ! done")
    expect(following(leader, `2: ! ${word}`)).toEqual(["2 goes"])
    expect(following(leader, "0: ! done")).toEqual([])
    expect(following(leader, "1: ! done")).toEqual(["0 goes", "1 goes", "2 goes"])
  })
})
