import { describe, expect, it } from "vitest"
import { parseMixLock } from "../../lib/app/mix-lock.ts"

describe("parseMixLock", () => {
  it("tells the sources and the tools that build them", () => {
    const lock = parseMixLock(`%{
  "castore": {:hex, :castore, "1.0.10", "43bbeeac", [:mix], [], "hexpm", "1b0b7ea1"},
  "cowboy": {:hex, :cowboy, "2.12.0", "f276d521", [:make, :rebar3], [{:cowlib, "2.13.0", [hex: :cowlib, repo: "hexpm", optional: false]}], "hexpm", "8a7abe6d"},
  "heroicons": {:git, "https://github.com/tailwindlabs/heroicons.git", "88ab3a0d", [tag: "v2.1.1", sparse: "optimized", depth: 1]},
  "my_jason": {:hex, :jason, "1.4.4", "b9226785", [:mix], [{:decimal, "~> 1.0 or ~> 2.0", [hex: :decimal, repo: "hexpm", optional: true]}], "hexpm", "c5eb0cab"},
  "telemetry": {:hex, :telemetry, "1.3.0", "fedebbae", [:rebar3], [], "hexpm", "7015fc88"},
}
`)
    expect(lock).toEqual({
      hex: ["castore", "cowboy", "jason", "telemetry"],
      git: ["heroicons"],
      managers: new Set(["mix", "rebar3"]),
      packages: new Map([
        ["castore", { version: "1.0.10", digests: ["43bbeeac", "1b0b7ea1"] }],
        ["cowboy", { version: "2.12.0", digests: ["f276d521", "8a7abe6d"] }],
        ["jason", { version: "1.4.4", digests: ["b9226785", "c5eb0cab"] }],
        ["telemetry", { version: "1.3.0", digests: ["fedebbae", "7015fc88"] }],
      ]),
    })
  })

  it.each([
    ["Mix before any other", "[:make, :rebar3, :mix]", ["mix"]],
    ["make when there is nothing else", "[:make]", ["make"]],
    ["none when the package names none", "[]", []],
  ])("takes %s", (_, managers, expected) => {
    const lock = parseMixLock(`%{"a": {:hex, :a, "1.0.0", "00", ${managers}, [], "hexpm", "00"}}`)
    expect([...lock.managers]).toEqual(expected)
  })

  it("reads the short entries of old locks", () => {
    expect(parseMixLock(`%{"cowboy": {:hex, :cowboy, "1.0.0"}, plug: {:git, "url", "sha", []}}`)).toEqual({
      hex: ["cowboy"],
      git: ["plug"],
      managers: new Set(),
      packages: new Map([["cowboy", { version: "1.0.0", digests: [undefined, undefined] }]]),
    })
  })

  it.each([
    ["an empty map", "%{\n}\n"],
    ["nothing", ""],
    ["something else", "[1, 2"],
    ["odd values", '%{"a": 1, "b": {}}'],
  ])("finds nothing in %s", (_, text) => {
    expect(parseMixLock(text)).toEqual({ hex: [], git: [], managers: new Set(), packages: new Map() })
  })
})
