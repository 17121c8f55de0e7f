import { setTimeout as sleep } from "node:timers/promises"
import { expect, it } from "vitest"
import { watchCpu } from "../../../bench/machine/cpu-watch.ts"

it("notes what is used from now on, and all of it by the end", async () => {
  let used = 40
  const watch = watchCpu({ cpu: () => used, processes: async () => [] })
  for (; used < 45; used++) await sleep(30)
  watch.look()
  used = 47
  const samples = watch.stop()
  expect(samples[0]).toEqual({ at: 0, used: 0 })
  expect(samples.slice(-2).map((sample) => sample.used)).toEqual([5, 7])
  expect(samples.length).toBeGreaterThan(3)
  expect(samples).toEqual(samples.toSorted((a, b) => a.at - b.at || a.used - b.used))
})
