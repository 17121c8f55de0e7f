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
const settings = new Map([
  ["a", "1"],
  ["hello", "2"],
])
const kept = { parts, settings }
const both = lockWith(hex("a"), hex("b"))
const none = { apps: [], why: [] }

it("knows what is no longer in mix.lock, if it has a lock", () => {
  expect(outdated(kept, settings, both)).toEqual(none)
  expect(outdated(kept, settings, lockWith(hex("a")))).toEqual({ apps: ["b"], why: ["b is no longer in mix.lock"] })
  expect(outdated(kept, settings, [])).toEqual(none)
})

it("knows of which dependencies the app says something else, and is not interested in what it says of itself", () => {
  const said = (...entries: readonly [string, string][]) => new Map([...settings, ...entries])
  expect(outdated(kept, said(["hello", "3"]), both)).toEqual(none)
  expect(outdated(kept, said(["b", "1"]), both)).toEqual({ apps: ["b"], why: ["what the app says of b has changed"] })
  expect(outdated(kept, new Map(), both)).toMatchObject({ apps: ["a"] })
  expect(outdated(kept, said(["b", "1"]), []), "nobody knows what leans on it").toMatchObject({ apps: ["a", "b"] })
  expect(outdated(kept, said(["", "1"]), both)).toEqual({
    apps: ["a", "b"],
    why: ["what the app says to all dependencies has changed"],
  })
})
