import { elixirTree, entries, type Group, type Node, split } from "./elixir-tree.ts"

/** A build tool that Mix runs for a dependency. */
type Manager = "mix" | "rebar3" | "make"

/** What mix.lock says about the dependencies' sources. */
export interface MixLock {
  /** Names of the packages that come from Hex. */
  readonly hex: readonly string[]
  /** Names of the dependencies that come from git; how they are built is not in the lock. */
  readonly git: readonly string[]
  /** The tools that build the Hex packages. */
  readonly managers: ReadonlySet<Manager>
  /** The Hex packages whose version is known, by name. */
  readonly packages: ReadonlyMap<string, LockedPackage>
}

export interface LockedPackage {
  readonly version: string
  /** SHA-256 of the package's content and of the package itself; old locks lack the second, and older ones both. */
  readonly digests: readonly (string | undefined)[]
}

/** Mix takes the first that a package offers. */
const managers = ["mix", "rebar3", "make"] as const satisfies readonly Manager[]

/**
 * Reads the text of a mix.lock: `"name": {:hex, :package, "1.0.0", "inner", [managers], [deps], "repo", "outer"}` or
 * `"name": {:git, "url", "sha", [options]}`. Never fails.
 */
export function parseMixLock(text: string): MixLock {
  const map = elixirTree(text).find((node) => node.kind === "group" && node.open === "{")
  const locked = map?.kind === "group" ? entries(map).flatMap((entry) => lockEntry(entry.key, entry.value[0])) : []
  const hex = locked.filter((entry) => entry.source === "hex")
  return {
    hex: hex.map((entry) => entry.name),
    git: locked.filter((entry) => entry.source === "git").map((entry) => entry.name),
    managers: new Set(hex.flatMap((entry) => entry.manager ?? [])),
    packages: new Map(
      hex.flatMap(({ name, version, digests }) =>
        version === undefined ? [] : [[name, { version, digests }] as const],
      ),
    ),
  }
}

interface LockEntry {
  readonly name: string
  readonly source: string
  readonly version: string | undefined
  readonly digests: LockedPackage["digests"]
  readonly manager: Manager | undefined
}

function lockEntry(key: string, node: Node | undefined): readonly LockEntry[] {
  if (node?.kind !== "group" || node.open !== "{") return []
  const elements = split(node.items, ",")
  const [[source] = [], [name] = [], [version] = [], [inner] = [], , , , [outer] = []] = elements
  if (source?.kind !== "atom") return []
  const offered = elements[4]?.[0]
  return [
    {
      name: name?.kind === "atom" ? name.text : key,
      source: source.text,
      version: textOf(version),
      digests: [textOf(inner), textOf(outer)],
      manager: offered?.kind === "group" ? chosenManager(offered) : undefined,
    },
  ]
}

function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "string" ? node.text : undefined
}

function chosenManager(offered: Group): Manager | undefined {
  return managers.find((manager) => offered.items.some((node) => node.kind === "atom" && node.text === manager))
}
