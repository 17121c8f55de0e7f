import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { together } from "../../lib/mirror/together.ts"

describe("together", () => {
  it("runs the tasks side by side", async () => {
    const order: string[] = []
    await together([
      async () => {
        order.push("first begins")
        await sleep(20)
        order.push("first ends")
      },
      async () => {
        order.push("second")
      },
    ])
    expect(order).toEqual(["first begins", "second", "first ends"])
  })

  it("aborts the others after a failure, waits for them, and throws that failure", async () => {
    let ended = false
    const slow = async (signal: AbortSignal): Promise<void> => {
      await sleep(10_000, undefined, { signal }).catch(() => sleep(20))
      ended = true
      throw new Error("a later failure")
    }
    await expect(together([slow, () => Promise.reject(new Error("the first failure"))])).rejects.toThrow(
      "the first failure",
    )
    expect(ended).toBe(true)
  })

  it("is aborted by the caller's signal", async () => {
    const tasks = [(signal: AbortSignal) => sleep(10_000, undefined, { signal })]
    await expect(together(tasks, AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop")
  })
})
