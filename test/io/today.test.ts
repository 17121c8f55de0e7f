import { expect, it } from "vitest"
import { today } from "../../lib/io/today.ts"

it("is the moment that SOURCE_DATE_EPOCH names", () => {
  expect(today({ SOURCE_DATE_EPOCH: "1764547200" }).toISOString()).toBe("2025-12-01T00:00:00.000Z")
})

it.each([{}, { SOURCE_DATE_EPOCH: "" }, { SOURCE_DATE_EPOCH: "tomorrow" }])("is the clock's with %j", (env) => {
  const before = Date.now()
  const now = today(env).getTime()
  expect(now).toBeGreaterThanOrEqual(before)
  expect(now).toBeLessThanOrEqual(Date.now())
})
