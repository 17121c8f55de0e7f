import { describe, expect, it } from "vitest"
import { elixirTree, entries, type Node } from "../../lib/app/elixir-tree.ts"

function shape(nodes: readonly Node[]): string {
  return nodes.map((node) => (node.kind === "group" ? `${node.open}<${shape(node.items)}>` : node.text)).join(" ")
}

describe("elixirTree", () => {
  it.each([
    ["brackets", "a [b {c}] (d)", "a [<b {<c>> (<d>"],
    ["blocks", "def a do b end c", "def a do<b> c"],
    ["functions", "f fn -> x end y", "f fn<-> x> y"],
    ["do as a keyword", "def a, do: [b]", "def a , do [<b>"],
    ["a missing end", "do [a", "do<[<a>>"],
    ["a stray bracket", "a ] b", "a b"],
    ["a bracket that was never closed", "do [a end b", "do<[<a>> b"],
  ])("matches %s", (_, source, expected) => {
    expect(shape(elixirTree(source))).toBe(expected)
  })
})

describe("entries", () => {
  it("reads both forms and leaves out the rest", () => {
    const [list] = elixirTree('[{:a, 1 + 2}, x(), b: [c: 3],\n "d.e": 4,]')
    if (list?.kind !== "group") throw new Error("no list")
    expect(entries(list).map(({ key, value, line }) => [key, shape(value), line])).toEqual([
      ["a", "1 + 2", 1],
      ["b", "[<c 3>", 1],
      ["d.e", "4", 2],
    ])
  })
})
