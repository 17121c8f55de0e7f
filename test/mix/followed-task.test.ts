import { expect, it } from "vitest"
import { followTask } from "../../lib/mix/followed-task.ts"
import type { MixLine } from "../../lib/mix/mix-orders.ts"

async function* linesOf(...kinds: readonly MixLine["kind"][]): AsyncGenerator<MixLine> {
  for (const [at, kind] of kinds.entries()) yield kind === "printed" ? { kind, text: `line ${at}` } : { kind }
}

async function follow(lines: AsyncIterator<MixLine>) {
  const said: string[] = []
  const { kind, lines: last } = await followTask(lines, ({ text }) => said.push(text))
  expect(last).toEqual(said)
  return { kind, said }
}

it.each<[string, readonly MixLine["kind"][], string, readonly string[]]>([
  ["is done", ["begun", "printed", "done"], "done", ["line 1"]],
  ["was begun after something was printed", ["printed", "begun", "printed", "done"], "done", ["line 0", "line 2"]],
  ["is for another Mix, which prints the same", ["printed", "unfit"], "unfit", []],
  ["ends with its process", ["printed", "begun", "printed"], "gone", ["line 0", "line 2"]],
  ["is none, since the process ends before it", ["printed"], "never begun", []],
])("tells that a task %s", async (_, kinds, kind, said) => {
  expect(await follow(linesOf(...kinds))).toEqual({ kind, said })
})

it("leaves what follows to the next task", async () => {
  const lines = linesOf("begun", "done", "begun", "printed", "unfit")
  expect(await follow(lines)).toEqual({ kind: "done", said: [] })
  expect(await follow(lines)).toEqual({ kind: "unfit", said: ["line 3"] })
})
