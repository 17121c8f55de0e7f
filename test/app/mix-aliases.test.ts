import { expect, it } from "vitest"
import { parseMixAliases } from "../../lib/app/mix-aliases.ts"

function aliases(value: string, more = ""): Readonly<Record<string, unknown>> {
  const text = `defmodule A.MixProject do\n  def project, do: [app: :a, aliases: ${value}]\n${more}\nend\n`
  const { lines, complete } = parseMixAliases(text)
  return complete ? Object.fromEntries(lines) : { ...Object.fromEntries(lines), complete }
}

it.each([
  [
    '["assets.deploy": ["esbuild a --minify", "phx.digest"]]',
    { "assets.deploy": ["esbuild a --minify", "phx.digest"] },
  ],
  ['[setup: "deps.get"]', { setup: ["deps.get"] }],
  ['["a b": [~w(x y), &run/1, "c"], d: ["e" <> f()]]', { "a b": [undefined, undefined, "c"], d: [undefined] }],
  ["[a: &run/1]", { a: [undefined] }],
  ['["assets.deploy": ["x #{y}"]]', { "assets.deploy": [undefined] }],
  ["[a: []]", { a: [] }],
  ["made(:up)", { complete: false }],
])("reads %s", (value, expected) => {
  expect(aliases(value)).toEqual(expected)
})

it("follows functions and attributes", () => {
  const more =
    '  defp aliases, do: ["assets.deploy": @deploy ++ ["phx.digest"]] ++ [a: "b"]\n  @deploy ["tailwind a", "esbuild a"]'
  expect(aliases("aliases()", more)).toEqual({ "assets.deploy": ["tailwind a", "esbuild a", "phx.digest"], a: ["b"] })
})

it("finds none where there are none", () => {
  expect(parseMixAliases("not Elixir {{{")).toEqual({ lines: new Map(), complete: true })
})
