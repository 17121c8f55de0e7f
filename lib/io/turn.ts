import { setImmediate } from "node:timers/promises"

/** Milliseconds in which nothing else can be done: a person does not notice, and no tool waits for its output to be taken. */
const LONGEST = 10

let last = performance.now()

/**
 * Lets whatever waits have its turn, now and then. For work on many small files: a call that blocks takes a tenth of the time
 * that Node's threads take for one, but in between signals and tools have to be heard.
 */
export async function turn(): Promise<void> {
  if (performance.now() - last < LONGEST) return
  await setImmediate()
  last = performance.now()
}
