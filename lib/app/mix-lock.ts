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

/** An entry of a mix.lock: the name of the application, and what the tuple of its source has, element by element. */
export interface LockEntry {
  readonly app: string
  readonly elements: readonly (Node | undefined)[]
}

/**
 * The entries of a mix.lock: `"name": {:hex, :package, "1.0.0", "inner", [managers], [deps], "repo", "outer"}` or
 * `"name": {:git, "url", "sha", [options]}`. Never fails.
 */
export function lockEntries(text: string): readonly LockEntry[] {
  const map = elixirTree(text).find((node) => node.kind === "group" && node.open === "{")
  if (map?.kind !== "group") return []
  return entries(map).flatMap(({ key, value: [tuple] }) => {
    if (tuple?.kind !== "group" || tuple.open !== "{") return []
    return [{ app: key, elements: split(tuple.items, ",").map(([element]) => element) }]
  })
}

/** Reads the text of a mix.lock. Never fails. */
export function parseMixLock(text: string): MixLock {
  const locked = lockEntries(text).flatMap(lockedDependency)
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

interface LockedDependency {
  readonly name: string
  readonly source: string
  readonly version: string | undefined
  readonly digests: LockedPackage["digests"]
  readonly manager: Manager | undefined
}

function lockedDependency({ app, elements }: LockEntry): readonly LockedDependency[] {
  const [source, name, version, inner, offered, , , outer] = elements
  if (source?.kind !== "atom") return []
  return [
    {
      name: name?.kind === "atom" ? name.text : app,
      source: source.text,
      version: textOf(version),
      digests: [textOf(inner), textOf(outer)],
      manager: offered?.kind === "group" ? chosenManager(offered) : undefined,
    },
  ]
}

/** The value of a string; undefined for anything else. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "string" ? node.text : undefined
}

function chosenManager(offered: Group): Manager | undefined {
  return managers.find((manager) => offered.items.some((node) => node.kind === "atom" && node.text === manager))
}
