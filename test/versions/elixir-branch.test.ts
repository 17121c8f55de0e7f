import { describe, expect, it } from "vitest"
import { elixirBranchKind, isBranch } from "../../lib/versions/elixir-branch.ts"

it.each([
  ["branch main", true],
  [" branch  v1.18\n", true],
  ["main", false],
  ["branch", false],
  ["branch a b", false],
  ["1.18.4", false],
])("isBranch(%j) is %s", (pin, expected) => {
  expect(isBranch(pin)).toBe(expected)
})

describe("elixirBranchKind", () => {
  it.each([
    ["branch main", { version: "999.0.0", branch: "main" }],
    ["branch main-otp-27", { version: "999.0.0", branch: "main", otp: 27 }],
    ["main", { version: "999.0.0", branch: "main" }],
    ["main-otp-27", { version: "999.0.0", branch: "main", otp: 27 }],
    ["v1.18-otp-27", { version: "1.18.999", branch: "v1.18", otp: 27 }],
  ])("reads %j", (text, ref) => {
    expect(elixirBranchKind.parse(text)).toEqual(ref)
  })

  it.each(["v1.18.4-otp-27", "branch v1.18.4", "branch main now"])("leaves out %j", (text) => {
    expect(elixirBranchKind.parse(text)).toBeUndefined()
  })
})
