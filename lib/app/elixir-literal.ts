import { isOperator, type Node } from "./elixir-tree.ts"

/** What an expression is written as, without white space and comments; undefined when only running it tells its value. */
export function literalText(nodes: readonly Node[]): string | undefined {
  return isLiteral(nodes) ? JSON.stringify(nodes.map(written)) : undefined
}

/** `:atom` and `key:` at any depth: whatever an expression may be about. */
export function atomsIn(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.kind === "group") return atomsIn(node.items)
    return node.kind === "atom" || node.kind === "key" ? [node.text] : []
  })
}

/** Whether a name that matches stands in an expression, at any depth. */
export function hasName(nodes: readonly Node[], pattern: RegExp): boolean {
  return nodes.some((node) =>
    node.kind === "group" ? hasName(node.items, pattern) : node.kind === "name" && pattern.test(node.text),
  )
}

/** The names that are values; modules have capitals. */
const values = /^(?:true|false|nil|and|or|not|__DIR__|[\p{Lu}].*)$/u
/** What is the same for each build in the same folder, of the same environment and target. */
const lasting = /^(?:config_env|config_target|Mix\.env|Mix\.target|Project\.build_path|Path\.expand|Path\.join)$/
/** A digit, a character, or a sigil with all that is in it: nothing is known of a string with an interpolation. */
const plain = /^(?:\d|_|\?.+|~[A-Za-z]+[^A-Za-z].*)$/s

function isLiteral(nodes: readonly Node[]): boolean {
  return nodes.every((node, at) => {
    switch (node.kind) {
      case "group":
        return node.open !== "do" && node.open !== "fn" && isLiteral(node.items)
      case "name":
        return values.test(node.text) || lasting.test(qualified(nodes, at))
      case "attribute":
        return false
      case "other":
        return plain.test(node.text)
      default:
        return true
    }
  })
}

/** A name with the module in front of it. */
function qualified(nodes: readonly Node[], at: number): string {
  const [module, dot, name] = nodes.slice(Math.max(0, at - 2), at + 1)
  const isCall = module?.kind === "name" && isOperator(dot, ".") && name?.kind === "name"
  const own = nodes[at]
  return isCall ? `${module.text}.${name.text}` : own?.kind === "name" ? own.text : ""
}

type Written = string | readonly [string, readonly Written[]]

function written(node: Node): Written {
  return node.kind === "group" ? [node.open, node.items.map(written)] : `${node.kind} ${node.text}`
}
