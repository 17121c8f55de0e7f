import { elixirTokens, type Token } from "./elixir-tokens.ts"

/** A bracket, a `do` or a `fn` with what stands in it. */
export interface Group {
  readonly kind: "group"
  readonly open: "(" | "[" | "{" | "do" | "fn"
  readonly items: readonly Node[]
  readonly line: number
  readonly first: boolean
}

/** Elixir source with its brackets matched; the tokens between them are left as they are. */
export type Node = Token | Group

/** An entry of a keyword list: `key: value`, or `{:key, value}`. */
export interface Entry {
  readonly key: string
  readonly value: readonly Node[]
  readonly line: number
}

const closes: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{", end: "do" }

interface OpenGroup extends Group {
  readonly items: Node[]
}

/** Elixir source as a tree of brackets. Never fails: a bracket without its pair is ignored, or ends with the source. */
export function elixirTree(source: string): readonly Node[] {
  const top: Node[] = []
  const open: OpenGroup[] = []
  for (const token of elixirTokens(source)) {
    const items = open.at(-1)?.items ?? top
    if (opens(token)) {
      const { line, first } = token
      const group: OpenGroup = { kind: "group", open: token.text as Group["open"], items: [], line, first }
      items.push(group)
      open.push(group)
    } else if (isClose(token)) {
      const pair = open.findLastIndex((group) => matches(group, token))
      if (pair >= 0) open.length = pair
    } else {
      items.push(token)
    }
  }
  return top
}

function opens(token: Token): boolean {
  return token.kind === "open" || isName(token, "do") || isName(token, "fn")
}

function isClose(token: Token): boolean {
  return token.kind === "close" || isName(token, "end")
}

function matches(group: Group, close: Token): boolean {
  return group.open === closes[close.text] || (group.open === "fn" && close.text === "end")
}

/** Whether the node is this word. */
export function isName(node: Node | undefined, text: string): boolean {
  return node?.kind === "name" && node.text === text
}

/** Whether the node is this operator, comma included. */
export function isOperator(node: Node | undefined, text?: string): boolean {
  return node?.kind === "operator" && (text === undefined || node.text === text)
}

/** The parts between an operator. */
export function split(nodes: readonly Node[], operator: string): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]]
  for (const node of nodes) {
    if (isOperator(node, operator)) parts.push([])
    else parts.at(-1)?.push(node)
  }
  return parts.filter((part) => part.length > 0)
}

/** The entries of a keyword list; elements of another form are left out. `atomOf` tells what stands for an atom. */
export function entries(list: Group, atomOf = atom): readonly Entry[] {
  return split(list.items, ",").flatMap((element) => {
    const [head, ...rest] = element
    if (head?.kind === "key") return [{ key: head.text, value: rest, line: head.line }]
    return rest.length === 0 && head?.kind === "group" ? tupleEntry(head, atomOf) : []
  })
}

/** Whether all elements of a list are entries. */
export function isKeywordList(list: Group, atomOf = atom): boolean {
  return entries(list, atomOf).length === split(list.items, ",").length
}

function atom(node: Node): string | undefined {
  return node.kind === "atom" ? node.text : undefined
}

function tupleEntry(tuple: Group, atomOf: typeof atom): readonly Entry[] {
  const [head, comma, ...value] = tuple.items
  const key = tuple.open === "{" && head !== undefined && isOperator(comma, ",") ? atomOf(head) : undefined
  return key === undefined ? [] : [{ key, value, line: tuple.line }]
}
