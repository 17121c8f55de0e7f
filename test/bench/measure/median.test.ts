import { expect, it } from "vitest"
import { median, medians } from "../../../bench/measure/median.ts"

it.each([
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
])("has %j's median at %d", (numbers, expected) => {
  expect(median(numbers)).toBe(expected)
})

it("knows none of nothing", () => {
  expect(() => median([])).toThrow("no numbers")
})

it("counts what a run did not have as 0", () => {
  expect(medians([{ a: 1, b: 2 }, { a: 3 }, { a: 2 }])).toEqual({ a: 2, b: 0 })
})
