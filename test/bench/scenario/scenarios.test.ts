import { expect, it } from "vitest"
import { coreAndLeaf, packageGraph } from "../../../bench/generate/graph.ts"
import { type ScenarioName, scenarioNames, scenariosOf } from "../../../bench/scenario/scenarios.ts"

const packages = packageGraph(24, "seed")
const scenarios = scenariosOf(
  {
    packages,
    ...coreAndLeaf(packages),
    imports: ["some-kit"],
    locks: { base: "base", leaf: "leaf", core: "core" },
    packageJson: "{}",
    packageLock: "{}",
    erlang: {},
    hex: "",
    npm: "",
  },
  { modules: 60 },
)

function changed(name: ScenarioName): readonly string[] {
  const { files } = scenarios[name]
  return Object.keys(files).filter((path) => files[path] !== scenarios.cold.files[path])
}

it.each<[ScenarioName, readonly string[]]>([
  ["unchanged", []],
  ["module", ["lib/shop/accounts.ex"]],
  ["template", ["lib/shop/web/templates/account/index.html.heex"]],
  ["leaf_dep", ["mix.lock"]],
  ["core_dep", ["mix.lock"]],
  ["assets", ["assets/css/app.css"]],
  ["redated", []],
  ["moved", []],
])("changes in the scenario %s just %j", (name, paths) => {
  expect(changed(name)).toEqual(paths)
})

it("gives what changes a new time, and everything where all is re-dated", () => {
  const { module, redated, unchanged } = scenarios
  expect(module.isNew("lib/shop/accounts.ex")).toBe(true)
  expect(module.isNew("mix.exs")).toBe(false)
  expect(redated.isNew("mix.exs")).toBe(true)
  expect(unchanged.isNew("mix.exs")).toBe(false)
})

it("has a cache in all but the first, and another place in one", () => {
  expect(scenarioNames.filter((name) => !scenarios[name].cached)).toEqual(["cold"])
  expect(scenarioNames.filter((name) => scenarios[name].moved)).toEqual(["moved"])
})
