import { setImmediate as nextTurn } from "node:timers/promises"
import { expect, it } from "vitest"
import { eachOf } from "../../lib/io/workers.ts"

it.each([
  ["few", undefined, 5],
  ["as many as it is told", 8, 8],
])("does all the work, %s at a time", async (_, workers, expected) => {
  const done: number[] = []
  let busy = 0
  let most = 0
  await eachOf(
    Array.from({ length: 50 }).keys(),
    async (item) => {
      most = Math.max(most, ++busy)
      await nextTurn()
      busy--
      done.push(item)
    },
    workers,
  )
  expect(done.toSorted((a, b) => a - b)).toEqual([...Array.from({ length: 50 }).keys()])
  expect(most).toBe(expected)
})

it("begins nothing more after a failure, and throws the first", async () => {
  const begun: number[] = []
  const work = eachOf(Array.from({ length: 50 }).keys(), async (item) => {
    begun.push(item)
    await nextTurn()
    throw new Error(`failure ${item}`)
  })
  await expect(work).rejects.toThrow("failure 0")
  await nextTurn()
  expect(begun).toEqual([0, 1, 2, 3, 4])
})

it("is over once all is that it has begun", async () => {
  let isDone = false
  const work = eachOf([0, 1], async (item) => {
    if (item === 0) throw new Error("failure 0")
    await nextTurn()
    isDone = true
  })
  await expect(work).rejects.toThrow("failure 0")
  expect(isDone).toBe(true)
})

it("has nothing to do for no item", async () => {
  await expect(eachOf([], () => Promise.reject(new Error("no work")))).resolves.toBeUndefined()
})
