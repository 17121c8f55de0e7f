import { posix } from "node:path"
import { expression } from "./elixir-module.ts"
import { elixirTree, isName, type Node } from "./elixir-tree.ts"
import { readText } from "./folder.ts"

/** What Mix reads of an app's configuration before it runs a task. */
export interface ConfigFiles {
  readonly texts: readonly string[]
  /** False when there may be more of it: only code tells what is imported, or it is not below the folder. */
  readonly complete: boolean
}

/** Reads the file at which the configuration begins, and those that it imports. `environment`: MIX_ENV. */
export async function readConfigFiles(folder: string, start: string, environment: string): Promise<ConfigFiles> {
  const first = await readText(folder, start)
  // Mix asks for none.
  if (first === undefined) return { texts: [], complete: true }
  const found = new Map([[start, first]])
  let complete = true
  // What is added on the way is visited too.
  for (const [path, text] of found) {
    for (const name of importsIn(text, environment)) {
      const imported = name === undefined ? undefined : posix.join(posix.dirname(path), name)
      if (imported !== undefined && found.has(imported)) continue
      const content = imported === undefined ? undefined : await readText(folder, imported)
      if (imported === undefined || content === undefined) complete = false
      else found.set(imported, content)
    }
  }
  return { texts: [...found.values()], complete }
}

/** The files that a configuration imports, from its folder; undefined for each of which only code tells. */
function importsIn(text: string, environment: string): readonly (string | undefined)[] {
  if (!text.includes("import_config")) return []
  const tree = elixirTree(text)
  const lines = text.split("\n")
  const plain = tree.flatMap((node, at) => {
    if (!isName(node, "import_config") || !node.first) return []
    // The name, and a text with parentheses around it or without.
    const isAlone = expression(tree.slice(at)).length === 2
    return [isAlone ? fileIn(lines[node.line - 1] ?? "", environment) : undefined]
  })
  const hidden = count(tree) - plain.length
  return hidden > 0 ? [...plain, undefined] : plain
}

const named = /^\s*import_config[\s(]+"([\w-]+(?:\.[\w-]+)*(?:\/[\w-]+(?:\.[\w-]+)*)*\.exs)"[\s)]*(?:#.*)?$/
const ofEnvironment = /^\s*import_config[\s(]+"#\{\s*(?:config_env\(\)|Mix\.env(?:\(\))?)\s*\}\.exs"[\s)]*(?:#.*)?$/

function fileIn(line: string, environment: string): string | undefined {
  return ofEnvironment.test(line) ? `${environment}.exs` : named.exec(line)?.[1]
}

/** How often something is imported, at any depth. */
function count(nodes: readonly Node[]): number {
  const counts = nodes.map((node) =>
    node.kind === "group" ? count(node.items) : Number(isName(node, "import_config")),
  )
  return counts.reduce((sum, each) => sum + each, 0)
}
