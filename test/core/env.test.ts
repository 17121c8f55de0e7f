import { describe, expect, it } from "vitest"
import { applyDeltas, type EnvChange, type EnvDelta } from "../../lib/core/env.ts"

const override = (value: string): EnvChange => ({ action: "override", value })
const byDefault = (value: string): EnvChange => ({ action: "default", value })
const prepend = (value: string, delim = ":"): EnvChange => ({ action: "prepend", value, delim })
const append = (value: string, delim = ":"): EnvChange => ({ action: "append", value, delim })

describe("one change", () => {
  it.each<[old: string | undefined, change: EnvChange, result: string | undefined]>([
    [undefined, override("new"), "new"],
    ["old", override("new"), "new"],
    ["old", override(""), ""],
    [undefined, byDefault("new"), "new"],
    ["old", byDefault("new"), "old"],
    ["", byDefault("new"), ""],
    [undefined, prepend("/a"), "/a"],
    ["", prepend("/a"), "/a"],
    ["/b", prepend("/a"), "/a:/b"],
    ["/a", prepend("/a"), "/a"],
    ["/b:/a", prepend("/a"), "/b:/a"],
    ["/ab:/c/a", prepend("/a"), "/a:/ab:/c/a"],
    ["+P 5", prepend("+K true", " "), "+K true +P 5"],
    [undefined, append("/a"), "/a"],
    ["", append("/a"), "/a"],
    ["/b", append("/a"), "/b:/a"],
    ["/a:/b", append("/a"), "/a:/b"],
    ["/a/b", append("/a"), "/a/b:/a"],
  ])("%j and %j give %j", (old, change, result) => {
    const env = old === undefined ? {} : { X: old }
    expect(applyDeltas(env, [{ scope: "all", name: "X", change }], "build").X).toBe(result)
  })
})

const deltas: readonly EnvDelta[] = [
  { scope: "build", name: "PATH", change: prepend("/build/bin") },
  { scope: "launch", name: "PATH", change: prepend("/launch/bin") },
  { scope: "all", name: "PATH", change: append("/all/bin") },
]

it.each([
  ["build", "/build/bin:/usr/bin:/all/bin"],
  ["launch", "/launch/bin:/usr/bin:/all/bin"],
] as const)("takes the deltas of %s", (scope, path) => {
  expect(applyDeltas({ PATH: "/usr/bin" }, deltas, scope)).toEqual({ PATH: path })
})

it("applies deltas in order and leaves the rest and the argument alone", () => {
  const env = { HOME: "/app", GONE: undefined }
  const inOrder: readonly EnvDelta[] = [
    { scope: "all", name: "X", change: prepend("1") },
    { scope: "all", name: "X", change: prepend("2") },
    { scope: "all", name: "Y", change: override("a") },
    { scope: "all", name: "Y", change: byDefault("b") },
  ]
  expect(applyDeltas(env, inOrder, "launch")).toEqual({ HOME: "/app", GONE: undefined, X: "2:1", Y: "a" })
  expect(env).toEqual({ HOME: "/app", GONE: undefined })
})
