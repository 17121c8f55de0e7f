import { setTimeout as sleep } from "node:timers/promises"

/** Waits until something holds. Throws when it does not within ten seconds, or as many as `patience` says. */
export async function eventually(holds: () => Promise<boolean>, patience = 10): Promise<void> {
  const deadline = Date.now() + patience * 1000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${patience} seconds: ${holds}`)
    await sleep(20)
  }
}
