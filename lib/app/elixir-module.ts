import { elixirTree, isName, isOperator, type Node } from "./elixir-tree.ts"

/** What a module says about itself by name: bodies of functions without arguments, and values of attributes. */
export interface ElixirModule {
  readonly functions: ReadonlyMap<string, readonly Node[]>
  readonly attributes: ReadonlyMap<string, readonly Node[]>
}

/** Reads the modules of a source file as one. */
export function elixirModule(source: string): ElixirModule {
  const functions = new Map<string, readonly Node[]>()
  const attributes = new Map<string, readonly Node[]>()
  for (const body of moduleBodies(elixirTree(source))) {
    body.forEach((node, index) => {
      const after = body.slice(index + 1)
      if (node.kind === "attribute" && node.first) setOnce(attributes, node.text, expression(after))
      if (isName(node, "def") || isName(node, "defp")) defineFunction(functions, after)
    })
  }
  return { functions, attributes }
}

function moduleBodies(nodes: readonly Node[]): readonly (readonly Node[])[] {
  return nodes.flatMap((node) => (node.kind === "group" && node.open === "do" ? [node.items] : []))
}

function defineFunction(functions: Map<string, readonly Node[]>, nodes: readonly Node[]): void {
  const [name, ...rest] = nodes
  if (name?.kind !== "name") return
  const [parens] = rest
  const after = parens?.kind === "group" && parens.open === "(" && parens.items.length === 0 ? rest.slice(1) : rest
  const [head, key, ...value] = after
  if (head?.kind === "group" && head.open === "do") setOnce(functions, name.text, head.items)
  else if (isOperator(head, ",") && key?.kind === "key" && key.text === "do")
    setOnce(functions, name.text, expression(value))
}

function setOnce(map: Map<string, readonly Node[]>, key: string, value: readonly Node[]): void {
  if (!map.has(key)) map.set(key, value)
}

/** The first expression: up to a new line, unless an operator carries it on. */
export function expression(nodes: readonly Node[]): readonly Node[] {
  const end = nodes.findIndex(
    (node, index) => index > 0 && node.first && !isOperator(node) && !isOperator(nodes[index - 1]),
  )
  return end < 0 ? nodes : nodes.slice(0, end)
}
