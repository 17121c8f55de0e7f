import type { ElixirModule } from "./elixir-module.ts"
import { type Entry, entries, type Group, isKeywordList, isOperator, type Node, split } from "./elixir-tree.ts"

/** The keyword list that an expression makes. `complete` is false when a part of it can only be known by running it. */
export interface StaticKeywords {
  readonly entries: readonly Entry[]
  readonly complete: boolean
}

/** The expression that a call without arguments or an attribute stands for; any other expression is its own. */
function resolve(module: ElixirModule, nodes: readonly Node[], depth = 0): readonly Node[] {
  const [head, parens, ...more] = nodes
  const bare = parens === undefined || (parens.kind === "group" && parens.open === "(" && parens.items.length === 0)
  if (head === undefined || !bare || more.length > 0 || depth > 8) return nodes
  const found = named(module, head)
  return found === undefined ? nodes : resolve(module, found, depth + 1)
}

function named(module: ElixirModule, node: Node): readonly Node[] | undefined {
  if (node.kind === "attribute") return module.attributes.get(node.text)
  return node.kind === "name" ? module.functions.get(node.text) : undefined
}

/** The string that an expression stands for, if that can be read. */
export function staticString(module: ElixirModule, nodes: readonly Node[]): string | undefined {
  return only(module, nodes, "string")
}

/** The atom that an expression stands for, without its colon, if that can be read. */
export function staticAtom(module: ElixirModule, nodes: readonly Node[]): string | undefined {
  return only(module, nodes, "atom")
}

function only(module: ElixirModule, nodes: readonly Node[], kind: "string" | "atom"): string | undefined {
  const [node, ...more] = resolve(module, nodes)
  return node?.kind === kind && more.length === 0 ? node.text : undefined
}

/** The keyword list of an expression: lists joined by `++`, each found through calls and attributes. */
export function staticKeywords(module: ElixirModule, nodes: readonly Node[]): StaticKeywords {
  const parts = joinedLists(module, nodes).map((list): StaticKeywords => {
    return list === undefined ? { entries: [], complete: false } : keywords(module, list)
  })
  return { entries: parts.flatMap((part) => part.entries), complete: parts.every((part) => part.complete) }
}

/** The elements of the list that an expression makes, each as far as it can be read. `complete` as for keywords. */
export function staticElements(
  module: ElixirModule,
  nodes: readonly Node[],
): { readonly elements: readonly (readonly Node[])[]; readonly complete: boolean } {
  const lists = joinedLists(module, nodes)
  const elements = lists.flatMap((list) => (list === undefined ? [] : split(list.items, ",")))
  return { elements: elements.map((element) => resolve(module, element)), complete: !lists.includes(undefined) }
}

/** The lists that an expression joins by `++`; undefined for a part that can only be known by running it. */
function joinedLists(module: ElixirModule, nodes: readonly Node[], depth = 0): readonly (Group | undefined)[] {
  return split(resolve(module, nodes), "++").flatMap((part): readonly (Group | undefined)[] => {
    const [node, ...more] = part
    if (more.length === 0 && node?.kind === "group" && node.open === "[") return [node]
    const meant = resolve(module, part)
    if (meant === part || depth > 8) return [undefined]
    return joinedLists(module, meant, depth + 1)
  })
}

function keywords(module: ElixirModule, list: Group): StaticKeywords {
  const atomOf = (node: Node) => staticAtom(module, [node])
  return { entries: entries(list, atomOf), complete: isKeywordList(list, atomOf) }
}

/** The first keyword list at any depth that has one of the keys. */
export function listWithKey(nodes: readonly Node[], keys: readonly string[]): Group | undefined {
  for (const node of nodes) {
    if (node.kind !== "group") continue
    if (node.open === "[" && entries(node).some((entry) => keys.includes(entry.key))) return node
    const inner = listWithKey(node.items, keys)
    if (inner !== undefined) return inner
  }
  return undefined
}

/**
 * The tuples `{:name, …}` at any depth, through calls and attributes of the module: each name, and the keys among what
 * follows it.
 */
export function namedTuples(
  module: ElixirModule,
  nodes: readonly Node[],
  seen = new Set<string>(),
): readonly { readonly name: string; readonly keys: readonly string[] }[] {
  return nodes.flatMap((node) => {
    if (node.kind === "group") {
      const [head, comma] = node.items
      if (node.open === "{" && head?.kind === "atom" && isOperator(comma, ",")) {
        return [{ name: head.text, keys: keysBelow(node) }]
      }
      return namedTuples(module, node.items, seen)
    }
    const found = named(module, node)
    const name = `${node.kind} ${node.text}`
    if (found === undefined || seen.has(name)) return []
    return namedTuples(module, found, seen.add(name))
  })
}

function keysBelow(group: Group): readonly string[] {
  return group.items.flatMap((node) => {
    if (node.kind === "key") return [node.text]
    return node.kind === "group" ? keysBelow(node) : []
  })
}
