import { expect, it } from "vitest"
import { lockEntries } from "../../lib/app/lock-entry.ts"
import { outdated, withDependents } from "../../lib/mix/stale-dependencies.ts"

const hex = (name: string, needs: readonly string[] = [], more = ""): string => {
  const list = needs.map((need) => `{:${need}, "~> 1.0", [hex: :${need}, repo: "hexpm"${more}]}`)
  return `"${name}": {:hex, :${name}, "1.0.0", "a", [:mix], [${list.join(", ")}], "hexpm", "b"}`
}
const git = (name: string): string => `"${name}": {:git, "https://example.com/${name}.git", "abc", []}`
const lockWith = (...rows: readonly string[]) => lockEntries(`%{\n${rows.join(",\n")}\n}\n`)

it("finds all that lean on what changes, also when they need not", () => {
  const lock = lockWith(hex("a"), hex("b", ["a"]), hex("c", ["b"], ", optional: true"), hex("d"))
  expect([...withDependents(["a"], lock)]).toEqual(["a", "b", "c"])
})

it("takes dependencies from elsewhere with what leans on them, since nobody knows what they need", () => {
  const lock = lockWith(hex("a"), git("fork"), hex("b", ["fork"]), hex("c"))
  expect([...withDependents(["a"], lock)]).toEqual(["a", "fork", "b"])
  expect([...withDependents([], lock)]).toEqual([])
})

const parts = new Map(["", "a", "b"].map((name) => [name, { archive: "x", tree: "y", variables: [] }]))

it("knows what is no longer in mix.lock, if it has a lock", () => {
  const none = { apps: [], why: [] }
  expect(outdated({ parts }, lockWith(hex("a"), hex("b")))).toEqual(none)
  expect(outdated({ parts }, lockWith(hex("a")))).toEqual({ apps: ["b"], why: ["b is no longer in mix.lock"] })
  expect(outdated({ parts }, [])).toEqual(none)
})
