import type { Output } from "../core/output.ts"
import { toldLines } from "../io/told-lines.ts"
import type { MixLine } from "./mix-orders.ts"

/** What came of a task: what was told of it last, or that the process ended meanwhile, or before. */
export interface FollowedTask {
  readonly kind: "done" | "unfit" | "gone" | "never begun"
  /** The last lines it printed. */
  readonly lines: readonly string[]
}

/** Passes on what is printed, once the task has begun: until then another Mix may have to do it, which prints the same. */
export async function followTask(from: AsyncIterator<MixLine>, output: Output): Promise<FollowedTask> {
  const early: string[] = []
  const told = toldLines(output)
  let hasBegun = false
  // A `for await` would end the lines together with the task.
  for (let next = await from.next(); next.done !== true; next = await from.next()) {
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
      default:
        return { kind: line.kind, lines: told.last() }
    }
  }
  return { kind: hasBegun ? "gone" : "never begun", lines: told.last() }
}
