import { expect, it } from "vitest"
import type { AppEntry } from "../../lib/heroku/app-tree.ts"
import { changedPaths } from "../../lib/heroku/result-change.ts"

const file = { kind: "file", path: "lib/a.ex", mode: 0o644, bytes: 1, digest: "00" } as const
const folder = { kind: "folder", path: "lib", mode: 0o755, bytes: 0 } as const

it.each<[string, readonly AppEntry[], readonly string[]]>([
  ["nothing when all is the same, in whatever order", [file, folder], []],
  ["what has another content", [folder, { ...file, digest: "11" }], ["lib/a.ex"]],
  [
    "what has another mode, folders too",
    [
      { ...folder, mode: 0o700 },
      { ...file, mode: 0o755 },
    ],
    ["lib", "lib/a.ex"],
  ],
  ["what is of another kind", [folder, { ...file, kind: "link" }], ["lib/a.ex"]],
  ["what is new", [folder, file, { ...file, path: "lib/b.ex" }], ["lib/b.ex"]],
  ["what is gone", [], ["lib", "lib/a.ex"]],
])("the changed paths are %s", (_, now, expected) => {
  expect(changedPaths([folder, file], now)).toEqual(expected)
})
