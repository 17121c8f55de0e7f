import { type HexEntry, lockEntries } from "./lock-entry.ts"

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

/** A package of Hex, as the lock has it. */
export interface LockedPackage {
  readonly version: string
  /** SHA-256 of the package's content and of the package itself; old locks lack the second, and older ones both. */
  readonly digests: readonly (string | undefined)[]
}

/** Mix takes the first that a package offers. */
const managers = ["mix", "rebar3", "make"] as const satisfies readonly Manager[]

/** Reads the text of a mix.lock. Never fails. */
export function parseMixLock(text: string): MixLock {
  const locked = lockEntries(text)
  const hex = locked.filter((entry) => entry.kind === "hex")
  return {
    hex: hex.map(({ name }) => name),
    git: locked.filter(({ kind }) => kind === "git").map(({ app }) => app),
    managers: new Set(hex.flatMap((entry) => chosenManager(entry) ?? [])),
    packages: new Map(
      hex.flatMap(({ name, version, inner, outer }) =>
        version === undefined ? [] : [[name, { version, digests: [inner, outer] }] as const],
      ),
    ),
  }
}

function chosenManager(entry: HexEntry): Manager | undefined {
  return managers.find((manager) => entry.managers.includes(manager))
}
