import { expression } from "./elixir-module.ts"
import { type Entry, elixirTree, entries, isKeywordList, isName, type Node, split } from "./elixir-tree.ts"

/** What a configuration file says of one application without being run. */
export interface MixConfig {
  /** Each key as it is set, in order; one that is set twice is there twice. */
  readonly settings: readonly Entry[]
  /** False when there may be more to it: a condition, or code that names the application. */
  readonly complete: boolean
}

/** Reads what the text of a file below `config/` says of each of the applications. Never fails. */
export function parseMixConfig<App extends string>(
  text: string,
  apps: readonly App[],
): Readonly<Record<App, MixConfig>> {
  // Most files name none of them.
  const tree = apps.some((app) => text.includes(`:${app}`)) ? elixirTree(text) : []
  const read = apps.map((app) => [app, configOf(tree, app)] as const)
  return Object.fromEntries(read) as Record<App, MixConfig>
}

function configOf(tree: readonly Node[], app: string): MixConfig {
  const calls = tree.flatMap((node, at) => (isName(node, "config") && node.first ? [args(tree.slice(at + 1))] : []))
  const own = calls.filter(([head]) => isAtom(head, app))
  const read = own.map(([, ...rest]) => settingsIn(rest))
  const isAllRead = read.every((settings) => settings !== undefined) && mentions(tree, app) === own.length
  return { settings: read.flatMap((settings) => settings ?? []), complete: isAllRead }
}

type Parts = readonly (readonly Node[])[]

/** What a call is given, with parentheses or without. */
function args(after: readonly Node[]): Parts {
  const [first] = after
  return split(first?.kind === "group" && first.open === "(" ? first.items : expression(after), ",")
}

/** The settings of `config :app, key: value`, `config :app, [key: value]` or `config :app, :key, value`. */
function settingsIn(parts: Parts): readonly Entry[] | undefined {
  const [first = [], second, ...more] = parts
  const [node, ...others] = first
  if (node?.kind === "key") return keywords(parts)
  if (others.length > 0 || more.length > 0) return undefined
  if (node?.kind === "atom" && second !== undefined && second[0]?.kind !== "key") {
    return [{ key: node.text, value: second, line: node.line }]
  }
  const isList = node?.kind === "group" && node.open === "[" && second === undefined
  return isList && isKeywordList(node) ? entries(node) : undefined
}

function keywords(parts: Parts): readonly Entry[] | undefined {
  const read = parts.flatMap(([key, ...value]) =>
    key?.kind === "key" ? [{ key: key.text, value, line: key.line }] : [],
  )
  return read.length === parts.length ? read : undefined
}

/** How often the application is named, at any depth. */
function mentions(nodes: readonly Node[], app: string): number {
  const counts = nodes.map((node) =>
    node.kind === "group" ? mentions(node.items, app) : Number(node.kind === "atom" && node.text === app),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

function isAtom(part: readonly Node[] = [], text: string): boolean {
  const [node, ...more] = part
  return node?.kind === "atom" && node.text === text && more.length === 0
}
