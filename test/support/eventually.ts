import { setTimeout as sleep } from "node:timers/promises"

/** Waits until something holds. Throws when it does not within ten seconds. */
export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ten seconds: ${holds}`)
    await sleep(20)
  }
}
