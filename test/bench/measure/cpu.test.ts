import { expect, it } from "vitest"
import { cpuBetween } from "../../../bench/measure/cpu.ts"

const samples = [
  { at: 0, used: 0 },
  { at: 1, used: 0.5 },
  { at: 2, used: 2.5 },
]

it.each([
  [0, 2, 2.5],
  [1, 2, 2],
  [0.5, 1.5, 1.25],
  [1.2, 1.7, 1],
  [1, 1, 0],
  [1.5, 9, 1],
  [-1, 1, 0.5],
])("tells what was used from %d s to %d s", (from, to, expected) => {
  expect(cpuBetween(samples, from, to)).toBeCloseTo(expected, 9)
})

it("knows of nothing without samples", () => {
  expect(cpuBetween([], 0, 1)).toBe(0)
})
