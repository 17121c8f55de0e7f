import { expect, it } from "vitest"
import { columns } from "../../lib/core/columns.ts"

it("makes each column as wide as its widest cell, and leaves no blanks at the end of a line", () => {
  const rows = [
    ["a", "long cell", "x"],
    ["wider", "b", ""],
  ]
  expect(columns(rows, "  ")).toEqual(["a      long cell  x", "wider  b"])
})

it("gives no room to a column that is empty in every row", () => {
  const rows = [
    ["27.3.4", "", "last"],
    ["28.0", "", ""],
  ]
  expect(columns(rows, " ")).toEqual(["27.3.4 last", "28.0"])
})

it("is nothing without rows", () => {
  expect(columns([], " ")).toEqual([])
})
