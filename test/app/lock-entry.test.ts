import { expect, it } from "vitest"
import { lockEntries } from "../../lib/app/lock-entry.ts"

it("reads what the entry of a package says", () => {
  const needs = '{:cowlib, "~> 2.13", [hex: :cowlib, repo: "hexpm", optional: false]}'
  const optional = '{:jason, "~> 1.0 or ~> 2.0", [hex: :jason, repo: "hexpm", optional: true]}'
  const tuple = `{:hex, :cowboy, "2.12.0", "aa", [:make, :rebar3], [${needs}, ${optional}], "hexpm:acme", "bb"}`
  expect(lockEntries(`%{\n  "my_cowboy": ${tuple},\n}\n`)).toEqual([
    {
      kind: "hex",
      app: "my_cowboy",
      name: "cowboy",
      version: "2.12.0",
      inner: "aa",
      outer: "bb",
      managers: ["make", "rebar3"],
      dependencies: [
        { app: "cowlib", optional: false },
        { app: "jason", optional: true },
      ],
      repository: "hexpm:acme",
    },
  ])
})

it("reads the entry of an old lock", () => {
  const rest = { inner: undefined, outer: undefined, managers: [], dependencies: [], repository: "hexpm" }
  expect(lockEntries('%{"cowboy": {:hex, :cowboy, "1.0.0"}}')).toEqual([
    { kind: "hex", app: "cowboy", name: "cowboy", version: "1.0.0", ...rest },
  ])
})

it("tells what is from git, and what it does not know", () => {
  expect(lockEntries('%{"a": {:git, "url", "sha", [depth: 1]}, "b": {:path, "x"}, "c": 1}')).toEqual([
    { kind: "git", app: "a", url: "url", commit: "sha" },
    { kind: "other", app: "b" },
  ])
})
