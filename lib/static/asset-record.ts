import { MIX_LOCK } from "../app/lock-entry.ts"
import type { Variables } from "../mix/kept-variables.ts"

/** What to say when one is another. */
const factWords = {
  machine: "the machine is of another kind",
  node: "Node.js is another",
  managers: "the package manager is another",
  beam: "Erlang/OTP or Elixir is another",
  settings: "the way they are built has changed",
} as const
type Fact = keyof typeof factWords
const factNames = Object.keys(factWords) as readonly Fact[]

/** All that the assets of an app depend on. */
export interface AssetState {
  /** Versions and settings. */
  readonly facts: Readonly<Record<Fact, string>>
  /** The variables of the build, with a trace of their values. */
  readonly variables: Variables
  /** Files by path, and packages by `lockedKey`, each with what tells it from others. */
  readonly inputs: ReadonlyMap<string, string>
}

/** What stands for the lock's content when only some of its packages count, each an input by itself. */
export const BY_PACKAGE = "by package"

/** How a package of mix.lock is called among the inputs: as no file can be. */
export function lockedKey(name: string): string {
  return `${MIX_LOCK}/${name}`
}

/** The package that is called so; undefined for a file. */
function lockedName(key: string): string | undefined {
  return key.startsWith(lockedKey("")) ? key.slice(lockedKey("").length) : undefined
}

/** What is kept beside an archive of what the steps have made. */
export interface AssetRecord extends AssetState {
  /** The archive's digest. */
  readonly archive: string
  /** What is in it, by path. */
  readonly made: readonly string[]
  /** Those of them that are links. */
  readonly links: readonly string[]
}

/**
 * What has changed since, in words: one or two causes by name. Undefined when nothing has. Of what `known` denies it is not
 * known yet.
 */
export function whatChanged(
  before: AssetState,
  now: AssetState,
  known: (path: string) => boolean = () => true,
): string | undefined {
  const facts = factNames.filter((key) => before.facts[key] !== now.facts[key])
  const causes = [...facts.map((key) => factWords[key]), ...files(before, now, known), ...variables(before, now)]
  const [first, second, ...others] = causes
  if (first === undefined) return undefined
  if (second === undefined) return first
  return others.length === 0 ? `${first} and ${second}` : `${first}, and ${causes.length - 1} more differences`
}

function files(before: AssetState, now: AssetState, known: (path: string) => boolean): readonly string[] {
  const all = new Set([...now.inputs.keys(), ...before.inputs.keys()])
  const isByPackage = [before, now].every(({ inputs }) => inputs.get(MIX_LOCK) === BY_PACKAGE)
  return [...all].filter(known).flatMap((path) => {
    const [was, is] = [before.inputs.get(path), now.inputs.get(path)]
    if (was === is) return []
    const name = lockedName(path)
    if (name !== undefined) return isByPackage ? `${name} in ${MIX_LOCK} ${changeOfPackage(was, is)}` : []
    if (was === undefined) return `${path} is new`
    if (is === undefined) return `${path} is gone`
    const isOtherwise = path === MIX_LOCK && (was === BY_PACKAGE || is === BY_PACKAGE)
    return isOtherwise ? `${path} counts otherwise than it did` : `${path} has changed`
  })
}

/** Neither "is new" nor "is gone": the lock may have had it before, or may have it still. */
function changeOfPackage(was: string | undefined, is: string | undefined): string {
  if (was === undefined) return "counts now"
  return is === undefined ? "counts no more" : "has changed"
}

function variables({ variables: before }: AssetState, { variables: now }: AssetState): readonly string[] {
  if (before.trace === now.trace) return []
  const added = now.names.filter((name) => !before.names.includes(name)).map((name) => `${name} is set`)
  const gone = before.names.filter((name) => !now.names.includes(name)).map((name) => `${name} is not set`)
  const causes = [...added, ...gone]
  return causes.length > 0 ? causes : ["a variable of the build has another value"]
}

/** The record as text. */
export function writeAssetRecord({ inputs, ...record }: AssetRecord): string {
  return JSON.stringify({ ...record, inputs: [...inputs] })
}

/** What `writeAssetRecord` wrote; undefined for what is no record. The layer's layout says that it is one of this version. */
export function readAssetRecord(text: string): AssetRecord | undefined {
  try {
    const record = JSON.parse(text)
    return typeof record.archive === "string" ? { ...record, inputs: new Map(record.inputs) } : undefined
  } catch {
    return undefined
  }
}
