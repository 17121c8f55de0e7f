import { expect, it } from "vitest"
import { packageGraph } from "../../../bench/generate/graph.ts"
import { packageFiles } from "../../../bench/generate/package.ts"

const packages = packageGraph(24, "seed")

it.each(packages)("$name has as many sources as it says", (one) => {
  const sources = Object.keys(packageFiles(one, packages)).filter((path) => /^(lib|src)\/.*\.(ex|erl)$/.test(path))
  expect(sources).toHaveLength(one.modules)
})

it.each(packages.filter(({ deps }) => deps.length > 0))("$name names all that it needs", (one) => {
  const { "mix.exs": mixExs = "" } = packageFiles(one, packages)
  expect([...mixExs.matchAll(/\{:(\w+), "~> 1\.0"\}/g)].map(([, name]) => name).toSorted()).toEqual(one.deps.toSorted())
})

it("gives a newer version another comment, and nothing else but its number", () => {
  const [one] = packages
  if (one === undefined) throw new Error("no packages")
  const before = packageFiles(one, packages)
  const after = packageFiles({ ...one, version: "1.0.1" }, packages)
  const changed = Object.keys(after).filter((path) => after[path] !== before[path])
  expect(changed.toSorted()).toEqual([`lib/${one.name}.ex`, "mix.exs"])
})
