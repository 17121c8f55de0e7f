import { atomsIn, literalText } from "./elixir-literal.ts"
import { type ElixirModule, elixirModule } from "./elixir-module.ts"
import { staticElements, staticKeywords, staticString } from "./elixir-static.ts"
import { elixirTree, type Node, split } from "./elixir-tree.ts"
import type { Said } from "./said-of-applications.ts"

/**
 * The options that the text of a mix.exs gives its dependencies, such as `system_env:` and `compile:`. The version is not among
 * them, since mix.lock has it. Never fails.
 */
export function dependencyOptions(text: string): readonly Said[] {
  const module = elixirModule(text)
  const unclear = (): readonly Said[] => atomsIn(elixirTree(text)).map((app) => ({ app, text: undefined }))
  const body = module.functions.get("project")
  if (body === undefined) return unclear()
  const settings = staticKeywords(module, body)
  const value = settings.entries.find(({ key }) => key === "deps")?.value
  if (value === undefined) return settings.complete ? [] : unclear()
  const { elements, complete } = staticElements(module, value)
  const named = elements.map((element) => optionsOf(module, element))
  const isClear = settings.complete && complete && !named.includes(undefined)
  return isClear ? named.flatMap((said) => said ?? []) : unclear()
}

/** Of `{:name, "~> 1.0", only: :dev}` and `name: "~> 1.0"`; undefined for anything else. */
function optionsOf(module: ElixirModule, element: readonly Node[]): readonly Said[] | undefined {
  const [head, ...more] = element
  if (head?.kind === "key") return said(module, head.text, [more])
  if (head?.kind !== "group" || head.open !== "{" || more.length > 0) return undefined
  const [[name, ...rest] = [], ...parts] = split(head.items, ",")
  if (name?.kind !== "atom" || rest.length > 0) return undefined
  return said(module, name.text, parts)
}

function said(module: ElixirModule, app: string, parts: readonly (readonly Node[])[]): readonly Said[] {
  const options = parts.filter((part) => staticString(module, part) === undefined && !isOverride(part))
  return options.length === 0 ? [] : [{ app, text: literalText(options.flat()) }]
}

/** It says what Mix is to put up with, and not what it compiles. */
function isOverride([key]: readonly Node[]): boolean {
  return key?.kind === "key" && key.text === "override"
}
