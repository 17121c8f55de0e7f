import type { HexEntry, LockEntry } from "../app/lock-entry.ts"
import type { MixDependency } from "../app/mix-dependencies.ts"
import { type HexPackage, hexPackage } from "./hex-package.ts"

/** The dependencies of an app as its sources tell them, with those of its umbrella's apps and of its other folders. */
export interface NamedDependencies {
  /** Those that this build needs, and those that only others do. */
  readonly needed: readonly MixDependency[]
  readonly others: readonly MixDependency[]
  /** Why there may be more that only Mix knows. */
  readonly unclear?: string | undefined
}

/** What to fetch from Hex, and what only Mix can fetch. */
export interface NeededPackages {
  readonly packages: readonly HexPackage[]
  /** Why Mix has to look at the dependencies too. */
  readonly why: readonly string[]
}

/** Decides which packages of mix.lock a build needs. */
export function neededPackages(lock: readonly LockEntry[], named: NamedDependencies): NeededPackages {
  const entries = new Map(lock.map((entry) => [entry.app, entry]))
  const own = new Set(named.needed.filter(({ from }) => isOwn(from)).map(({ app }) => app))
  const { apps, missing } = reachable(roots(lock, named), entries, own)
  const found = [...apps].flatMap((app) => entries.get(app) ?? [])
  const hex = found.filter((entry) => entry.kind === "hex")
  const known = hex.map((entry) => hexPackage(entry))
  const elsewhere = found.filter(({ kind }) => kind !== "hex").map(({ app }) => app)
  const old = hex.filter((_, at) => known[at] === undefined).map(({ app }) => app)
  const other = named.needed.filter((one) => isOther(one, entries)).map(({ app }) => app)
  return {
    packages: known.filter((one) => one !== undefined),
    why: [
      ...(named.unclear === undefined ? [] : [named.unclear]),
      ...about(missing, "not in mix.lock"),
      ...about(elsewhere, "not from Hex"),
      ...about(old, "in mix.lock without all digests"),
      ...about(other, "from elsewhere than mix.lock says"),
    ],
  }
}

/** The applications that nothing else asks for; where mix.exs does not tell, all that no other entry asks for. */
function roots(lock: readonly LockEntry[], { needed, others, unclear }: NamedDependencies): readonly string[] {
  const asked = needed.filter(({ from }) => !isOwn(from)).map(({ app }) => app)
  if (unclear === undefined) return asked
  const below = new Set(lock.flatMap(requirements))
  const not = new Set([...below, ...others.map(({ app }) => app)])
  return [...asked, ...lock.map(({ app }) => app).filter((app) => !not.has(app))]
}

/** Those that lie in a folder of the app, also where a package asks for them. */
function isOwn({ kind }: MixDependency["from"]): boolean {
  return kind === "folder" || kind === "umbrella"
}

function reachable(
  roots: readonly string[],
  entries: ReadonlyMap<string, LockEntry>,
  own: ReadonlySet<string>,
): { readonly apps: ReadonlySet<string>; readonly missing: readonly string[] } {
  const apps = new Set(roots)
  const missing: string[] = []
  // A set grows while it is walked.
  for (const app of apps) {
    const entry = entries.get(app)
    if (entry === undefined) missing.push(app)
    else for (const below of requirements(entry)) if (!own.has(below)) apps.add(below)
  }
  return { apps, missing }
}

function requirements(entry: LockEntry): readonly string[] {
  if (entry.kind !== "hex") return []
  return entry.dependencies.filter(({ optional }) => !optional).map(({ app }) => app)
}

/** Whether a dependency that is in the lock is another one there. */
function isOther({ app, from }: MixDependency, entries: ReadonlyMap<string, LockEntry>): boolean {
  const entry = entries.get(app)
  if (from.kind !== "hex" || entry?.kind !== "hex") return false
  return !isSame(from, entry)
}

function isSame(from: Extract<MixDependency["from"], { kind: "hex" }>, entry: HexEntry): boolean {
  return from.name === entry.name && from.repository === entry.repository
}

function about(apps: readonly string[], what: string): readonly string[] {
  return apps.length === 0 ? [] : [`${apps.join(", ")} ${apps.length === 1 ? "is" : "are"} ${what}`]
}
