import { expect, it } from "vitest"
import type { EnvDelta } from "../../lib/core/env.ts"
import { deltasWithMarks, deltasWithoutMarks, withMarks } from "../../lib/heroku/places.ts"

const here = { app: ["/tmp/build_1", "/tmp/beampack-1"], cache: ["/tmp/build_1/cache"] }
const there = { app: ["/app"], cache: ["/cache"] }

it.each([
  ["/tmp/build_1/bin:/usr/bin", "/app/bin:/usr/bin"],
  ["-I/tmp/build_1 -L/tmp/build_1/lib", "-I/app -L/app/lib"],
  ["/tmp/beampack-1/bin:/tmp/build_1/cache/x", "/app/bin:/cache/x"],
  ["/tmp/build_12:/tmp/build_1.old:/tmp/build_1-x", "/tmp/build_12:/tmp/build_1.old:/tmp/build_1-x"],
  ["/tmp", "/tmp"],
])("takes %j for %j elsewhere", (one, other) => {
  expect(withMarks(one, here)).toBe(withMarks(other, there))
})

it("tells a value with a folder from one with another folder", () => {
  expect(withMarks("/tmp/build_1/a", here)).not.toBe(withMarks("/tmp/build_1/a", there))
})

it("leaves a text alone when the app is the root of all", () => {
  expect(withMarks("/usr/bin", { app: ["/"], cache: ["/cache"] })).toBe("/usr/bin")
})

it("gives deltas the folders that there are now", () => {
  const delta = (value: string): EnvDelta => ({ scope: "build", name: "P", change: { action: "override", value } })
  const kept = deltasWithMarks([delta("/tmp/beampack-1/x:/tmp/build_1/cache/y:/z")], here)
  expect(kept[0]?.change.value).not.toContain("/tmp/")
  expect(deltasWithoutMarks(kept, there)).toEqual([delta("/app/x:/cache/y:/z")])
})
