import { expect, it } from "vitest"
import { hasEnded } from "../../lib/core/version-list.ts"

it("counts the last day as supported", () => {
  expect(hasEnded("2026-04-30", new Date("2026-04-30T23:59:59Z"))).toBe(false)
  expect(hasEnded("2026-04-30", new Date("2026-05-01T00:00:00Z"))).toBe(true)
})
