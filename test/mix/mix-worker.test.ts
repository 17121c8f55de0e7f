import { expect, it } from "vitest"
import { type WorkerLine, workerCommand, workerLines } from "../../lib/mix/mix-worker.ts"

it.each<{ line: string; says: readonly WorkerLine[] }>([
  { line: "MARK waiting cowboy cowlib,ranch", says: [{ kind: "waiting", app: "cowboy", needs: ["cowlib", "ranch"] }] },
  { line: "MARK waiting ranch ", says: [{ kind: "waiting", app: "ranch", needs: [] }] },
  { line: "MARK ready", says: [{ kind: "ready" }] },
  { line: "MARK unfit", says: [{ kind: "unfit" }] },
  { line: "MARK done", says: [{ kind: "done" }] },
  { line: "MARK failed", says: [{ kind: "failed" }] },
  { line: "==> cowlib", says: [{ kind: "printed", text: "==> cowlib" }] },
  { line: "", says: [{ kind: "printed", text: "" }] },
  { line: "50 %MARK done", says: [{ kind: "printed", text: "50 %" }, { kind: "done" }] },
  { line: "MARK dances", says: [{ kind: "printed", text: "MARK dances" }] },
])("reads $line", ({ line, says }) => {
  expect(workerLines(line, "MARK")).toEqual(says)
})

it("starts Mix with a task that is given the mark", () => {
  const [command, ...args] = workerCommand("MARK")
  expect([command, args[0], ...args.slice(2)]).toEqual(["elixir", "-e", "-S", "mix", "beampack.worker", "MARK"])
})
