import { describe, expect, it } from "vitest"
import { coreAndLeaf, dependents, packageGraph } from "../../../bench/generate/graph.ts"

const sizes = [4, 24, 44, 144]

describe.each(sizes)("a graph of %i packages", (count) => {
  const packages = packageGraph(count, "seed")

  it("has so many, all with names of their own", () => {
    expect(new Set(packages.map(({ name }) => name)).size).toBe(count)
  })

  it("has each package after those that it needs", () => {
    const before = new Set<string>()
    for (const { name, deps } of packages) {
      expect(deps.filter((dep) => !before.has(dep))).toEqual([])
      before.add(name)
    }
  })

  it("lets rebar3 compile nothing that needs Mix", () => {
    const mix = new Set(packages.filter(({ tool }) => tool === "mix").map(({ name }) => name))
    const erlang = packages.filter(({ tool }) => tool === "rebar3")
    expect(erlang.flatMap(({ deps }) => deps).filter((dep) => mix.has(dep))).toEqual([])
  })

  it("has a core that others need, and a leaf that none needs", () => {
    const { core, leaf } = coreAndLeaf(packages)
    expect(dependents(core.name, packages).length).toBeGreaterThan(0)
    expect(dependents(leaf.name, packages)).toEqual([])
  })
})

it("is the same for the same seed, and another for another", () => {
  expect(packageGraph(24, "seed")).toEqual(packageGraph(24, "seed"))
  expect(packageGraph(24, "seed")).not.toEqual(packageGraph(24, "other"))
})

it("finds those that need a package through others", () => {
  const one = (name: string, ...deps: readonly string[]) =>
    ({ name, deps, version: "1.0.0", tool: "mix", modules: 1 }) as const
  const packages = [one("a"), one("b", "a"), one("c"), one("d", "c", "b")]
  expect(dependents("a", packages).map(({ name }) => name)).toEqual(["b", "d"])
})
