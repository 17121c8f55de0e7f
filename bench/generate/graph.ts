import { packageName } from "./names.ts"
import { type Random, randomFrom } from "./random.ts"

/** A generated package of Hex. */
export interface Package {
  readonly name: string
  readonly version: string
  /** What compiles it: Elixir's are Mix's, Erlang's rebar3's. */
  readonly tool: "mix" | "rebar3"
  /** Of source files with a module each. */
  readonly modules: number
  /** Names of the packages that it needs. */
  readonly deps: readonly string[]
}

/** How many modules packages have: a few many, most a handful, as in the lock of a Phoenix app. */
const sizes = [70, 12, 5, 24, 3, 48, 8, 4, 16, 2, 36, 6, 10, 3, 20, 7] as const

/** A graph of packages, each after those that it needs. The first ones are needed by many, the last ones by none. */
export function packageGraph(count: number, seed: string): readonly Package[] {
  const random = randomFrom(`${seed} graph`)
  const made: Package[] = []
  for (let place = 0; place < count; place++) {
    const tool = place % 4 === 3 ? "rebar3" : "mix"
    const size = sizes[place % sizes.length] ?? 1
    const modules = tool === "mix" ? size : Math.min(size, 12)
    const deps = place < count * 0.2 ? [] : neededBy(tool, made, random)
    made.push({ name: packageName(place), version: "1.0.0", tool, modules, deps })
  }
  return made
}

/** rebar3 compiles nothing that needs Mix. */
function neededBy(tool: Package["tool"], made: readonly Package[], random: Random): readonly string[] {
  const candidates = made.filter((other) => tool === "mix" || other.tool === "rebar3")
  // The square prefers the first ones.
  const pickEarly = (): string =>
    candidates[Math.floor((random.below(1000) ** 2 / 1e6) * candidates.length)]?.name ?? ""
  const names = Array.from({ length: 1 + random.below(tool === "mix" ? 4 : 2) }, pickEarly)
  return [...new Set(names)].filter((name) => name !== "")
}

/** All that need a package, directly or not. */
export function dependents(name: string, packages: readonly Package[]): readonly Package[] {
  const found = new Set([name])
  return packages.filter((one) => {
    const needs = one.deps.some((dep) => found.has(dep))
    if (needs) found.add(one.name)
    return needs
  })
}

/** The package of Elixir that most others need, and a middling one that none needs. */
export function coreAndLeaf(packages: readonly Package[]): { readonly core: Package; readonly leaf: Package } {
  const mix = packages.filter(({ tool }) => tool === "mix")
  const needing = new Map(mix.map((one) => [one, dependents(one.name, packages).length]))
  const [core] = mix.toSorted((a, b) => (needing.get(b) ?? 0) - (needing.get(a) ?? 0))
  const leaves = mix.filter((one) => needing.get(one) === 0).toSorted((a, b) => a.modules - b.modules)
  const leaf = leaves[Math.floor(leaves.length / 2)]
  if (core === undefined || leaf === undefined || core === leaf) throw new Error("too few packages to choose from")
  return { core, leaf }
}
