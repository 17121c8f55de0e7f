import { expect, it } from "vitest"
import type { EnvDelta } from "../../lib/core/env.ts"
import { deltasWithMarks, deltasWithoutMarks } from "../../lib/heroku/marked-deltas.ts"

const here = { app: ["/tmp/build_1", "/tmp/beampack-1"], cache: ["/tmp/build_1/cache"] }
const there = { app: ["/app"], cache: ["/cache"] }

it("gives deltas the folders that there are now", () => {
  const delta = (value: string): EnvDelta => ({ scope: "build", name: "P", change: { action: "override", value } })
  const kept = deltasWithMarks([delta("/tmp/beampack-1/x:/tmp/build_1/cache/y:/z")], here)
  expect(kept[0]?.change.value).not.toContain("/tmp/")
  expect(deltasWithoutMarks(kept, there)).toEqual([delta("/app/x:/cache/y:/z")])
})
