import { expect, it } from "vitest"
import { randomFrom } from "../../../bench/generate/random.ts"

it("gives the same numbers for the same seed", () => {
  const numbers = (seed: string) => {
    const random = randomFrom(seed)
    return Array.from({ length: 8 }, () => random.below(1000))
  }
  expect(numbers("one")).toEqual(numbers("one"))
  expect(numbers("one")).not.toEqual(numbers("two"))
})

it("spreads its numbers over the whole range", () => {
  const random = randomFrom("spread")
  const counts = Array.from({ length: 10 }, () => 0)
  for (let at = 0; at < 10_000; at++) {
    const number = random.below(10)
    counts[number] = (counts[number] ?? 0) + 1
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
})

it("takes some of a list in the list's order, and each once", () => {
  const list = ["a", "b", "c", "d", "e", "f"]
  const some = randomFrom("some").some(list, 3)
  expect(some).toHaveLength(3)
  expect(some).toEqual(list.filter((item) => some.includes(item)))
  expect(randomFrom("some").some(list, 9)).toEqual(list)
})
