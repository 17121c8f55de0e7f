import { type ElixirModule, elixirModule } from "./elixir-module.ts"
import { staticElements, staticKeywords, staticString } from "./elixir-static.ts"
import { type Entry, type Node, split } from "./elixir-tree.ts"

/** A dependency as mix.exs names it. */
export interface MixDependency {
  readonly app: string
  readonly from:
    | { readonly kind: "hex"; readonly name: string; readonly repository: string }
    /** Another app of the umbrella. */
    | { readonly kind: "umbrella" }
    | { readonly kind: "folder"; readonly path: string }
    /** Only Mix knows, or git does. */
    | { readonly kind: "other" }
  /** The environments that it is for; undefined for all of them, and when only Mix knows. */
  readonly only: readonly string[] | undefined
}

/** What a mix.exs says of its dependencies without being run. */
export interface MixDependencies {
  readonly named: readonly MixDependency[]
  /** False when a part of it can only be known by running it. */
  readonly complete: boolean
  /** Whether it says itself where Mix keeps dependencies, builds or the lock. */
  readonly moves: boolean
}

const moving = ["deps_path", "build_path", "lockfile"]

/** Reads the text of a mix.exs. Never fails. */
export function parseMixDependencies(text: string): MixDependencies {
  const module = elixirModule(text)
  const body = module.functions.get("project")
  if (body === undefined) return { named: [], complete: false, moves: false }
  const settings = staticKeywords(module, body)
  const value = settings.entries.find(({ key }) => key === "deps")?.value
  const { elements, complete } = value === undefined ? nothing : staticElements(module, value)
  const named = elements.map((element) => dependency(module, element))
  return {
    named: named.filter((one) => one !== undefined),
    complete: settings.complete && complete && !named.includes(undefined),
    moves: settings.entries.some(({ key }) => moving.includes(key)),
  }
}

const nothing = { elements: [], complete: true }

/** `{:name, "~> 1.0", only: :dev}`, `{:name, path: "name"}` or `name: "~> 1.0"`; undefined for anything else. */
function dependency(module: ElixirModule, element: readonly Node[]): MixDependency | undefined {
  const [head, ...more] = element
  if (head?.kind === "key") return { app: head.text, from: source(module, head.text, []), only: undefined }
  if (head?.kind !== "group" || head.open !== "{" || more.length > 0) return undefined
  const [[name, ...rest] = [], ...parts] = split(head.items, ",")
  if (name?.kind !== "atom" || rest.length > 0) return undefined
  const options = optionsIn(module, parts)
  if (options === undefined) return undefined
  return { app: name.text, from: source(module, name.text, options), only: environments(options) }
}

/** The options among what follows the name; undefined when they can only be known by running them. */
function optionsIn(module: ElixirModule, parts: readonly (readonly Node[])[]): readonly Entry[] | undefined {
  const first = parts.findIndex(([node]) => node?.kind === "key")
  if (first >= 0) return first > 1 ? undefined : keywords(parts.slice(first))
  const [one = [], two] = parts
  if (parts.length > 2) return undefined
  // One may be the requirement, or options in brackets.
  const [node] = one
  const isList = node?.kind === "group" && node.open === "["
  if (two === undefined && !isList) return []
  const { entries: options, complete } = staticKeywords(module, two ?? one)
  return complete ? options : undefined
}

function keywords(parts: readonly (readonly Node[])[]): readonly Entry[] | undefined {
  const options = parts.flatMap(([key, ...value]) =>
    key?.kind === "key" ? [{ key: key.text, value, line: key.line }] : [],
  )
  return options.length === parts.length ? options : undefined
}

const elsewhere = ["git", "github", "env"]

function source(module: ElixirModule, app: string, options: readonly Entry[]): MixDependency["from"] {
  const given = new Map(options.map(({ key, value }) => [key, value]))
  if (elsewhere.some((key) => given.has(key))) return { kind: "other" }
  if (given.has("in_umbrella")) return { kind: "umbrella" }
  const text = (key: string): string | undefined => {
    const value = given.get(key) ?? []
    const [node, ...more] = value
    return node?.kind === "atom" && more.length === 0 ? node.text : staticString(module, value)
  }
  if (given.has("path")) {
    const path = text("path")
    return path === undefined ? { kind: "other" } : { kind: "folder", path }
  }
  const organisation = text("organization")
  const name = given.has("hex") ? text("hex") : app
  const repository = organisation === undefined ? (given.has("repo") ? text("repo") : "hexpm") : `hexpm:${organisation}`
  const isUnclear = name === undefined || repository === undefined || (given.has("organization") && !organisation)
  return isUnclear ? { kind: "other" } : { kind: "hex", name, repository }
}

/** `only: :dev` and `only: [:dev, :test]`. */
function environments(options: readonly Entry[]): readonly string[] | undefined {
  const [node, ...more] = options.find(({ key }) => key === "only")?.value ?? []
  if (node === undefined || more.length > 0) return undefined
  if (node.kind === "atom") return [node.text]
  if (node.kind !== "group" || node.open !== "[") return undefined
  const names = split(node.items, ",").map(([name, ...rest]) =>
    name?.kind === "atom" && rest.length === 0 ? name.text : undefined,
  )
  return names.every((name) => name !== undefined) ? names : undefined
}
