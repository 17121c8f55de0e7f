import { elixirTree, entries, type Node, split } from "./elixir-tree.ts"

/** Mix's lock, in the app's top folder. */
export const MIX_LOCK = "mix.lock"

/** An entry of a mix.lock: what has to be said of the application `app` to fetch it again. */
export type LockEntry = HexEntry | GitEntry | { readonly kind: "other"; readonly app: string }

/** Of a package; locks of old versions of Hex lack what comes last. */
export interface HexEntry {
  readonly kind: "hex"
  /** The name of the application, by which Mix knows it. */
  readonly app: string
  /** The name of the package. */
  readonly name: string
  readonly version: string | undefined
  /** SHA-256 of the package's content, and of the package itself; as they stand there. */
  readonly inner: string | undefined
  readonly outer: string | undefined
  /** The tools that can build it. */
  readonly managers: readonly string[]
  readonly dependencies: readonly LockedRequirement[]
  /** `hexpm`, `hexpm:ORGANISATION`, or the app's own name for another repository. */
  readonly repository: string
}

/** What a package wants beside it. */
interface LockedRequirement {
  readonly app: string
  readonly optional: boolean
}

interface GitEntry {
  readonly kind: "git"
  readonly app: string
  readonly url: string | undefined
  readonly commit: string | undefined
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
    return [lockEntry(key, elementsOf(tuple))]
  })
}

type Element = Node | undefined

function lockEntry(app: string, [kind, ...rest]: readonly Element[]): LockEntry {
  switch (atomOf(kind)) {
    case "hex":
      return hexEntry(app, rest)
    case "git":
      return { kind: "git", app, url: textOf(rest[0]), commit: textOf(rest[1]) }
    default:
      return { kind: "other", app }
  }
}

function hexEntry(app: string, elements: readonly Element[]): HexEntry {
  const [name, version, inner, managers, dependencies, repository, outer] = elements
  return {
    kind: "hex",
    app,
    name: atomOf(name) ?? app,
    version: textOf(version),
    inner: textOf(inner),
    outer: textOf(outer),
    managers: elementsOf(managers).flatMap((manager) => atomOf(manager) ?? []),
    dependencies: elementsOf(dependencies).flatMap(requirement),
    repository: textOf(repository) ?? "hexpm",
  }
}

/** `{:cowlib, "~> 2.13", [hex: :cowlib, repo: "hexpm", optional: false]}` */
function requirement(tuple: Element): readonly LockedRequirement[] {
  const [name, , options] = elementsOf(tuple)
  const app = atomOf(name)
  if (app === undefined) return []
  const given = options?.kind === "group" ? entries(options) : []
  const optional = given.some(({ key, value: [value] }) => key === "optional" && atomOf(value) === "true")
  return [{ app, optional }]
}

function elementsOf(node: Element): readonly Element[] {
  return node?.kind === "group" ? split(node.items, ",").map(([element]) => element) : []
}

function textOf(node: Element): string | undefined {
  return node?.kind === "string" ? node.text : undefined
}

/** The name of an atom; `true` and the like are atoms too. */
function atomOf(node: Element): string | undefined {
  return node?.kind === "atom" || node?.kind === "name" ? node.text : undefined
}
