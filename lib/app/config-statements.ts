import { atomsIn, hasName, literalText } from "./elixir-literal.ts"
import { expression } from "./elixir-module.ts"
import { elixirTree, isName, type Node } from "./elixir-tree.ts"
import { EVERYONE, type Said } from "./said-of-applications.ts"

/** What the text of a configuration file says of each application without being run. Never fails. */
export function saidInConfig(text: string): readonly Said[] {
  const all = statements(elixirTree(text))
  const codes = codeOf(all, text)
  // A setting may be made of what other code has computed, but of no other setting.
  const shared = codes.filter((_, at) => !isName(all[at]?.[0], "config")).join("\n")
  const said = all.flatMap((statement, at) => {
    const code = isName(statement[0], "config") ? `${shared}\n${codes[at]}` : text
    return saidIn(statement).map((one) => (one.text === undefined ? { ...one, code } : one))
  })
  const chosen: readonly Said[] = hasChoice(text) ? [{ app: EVERYONE, text: undefined }] : []
  return [...chosen, ...said].flatMap((one) => forDependencies(one, text))
}

/** The lines of each statement, up to those of the next. */
function codeOf(all: readonly (readonly Node[])[], text: string): readonly string[] {
  const lines = text.split("\n")
  const starts = all.map(([head]) => (head?.line ?? 1) - 1)
  return starts.map((start, at) =>
    lines
      .slice(start, starts[at + 1])
      .join("\n")
      .trim(),
  )
}

/** The expressions that stand one below the other. */
function statements(tree: readonly Node[]): readonly (readonly Node[])[] {
  const all: (readonly Node[])[] = []
  for (let at = 0; at < tree.length; at += all.at(-1)?.length ?? 1) all.push(expression(tree.slice(at)))
  return all
}

/** What is put into the name of a file that is imported, and is the same in all builds that share what was compiled. */
const known = /^(?:(?:config_env|config_target)\(\)|Mix\.(?:env|target)(?:\(\))?)$/

/** Whether a value that is not known chooses a file to import. */
function hasChoice(text: string): boolean {
  const imports = text.match(/^.*\bimport_config\b[\s(]*".*/gm) ?? []
  return imports.some((line) => [...line.matchAll(/#\{([^}]*)\}/g)].some(([, code = ""]) => !known.test(code)))
}

/** Of `config :app, …` the application is known; what else there may be is of all that it names. */
function saidIn(statement: readonly Node[]): readonly Said[] {
  const [head, ...rest] = statement
  if (isName(head, "import") || isName(head, "use")) return []
  const called = callsIn(statement)
  const [app] = called
  if (isName(head, "config") && called.length === 1 && app !== undefined) {
    return [{ app, text: literalText(argumentsIn(rest)) }]
  }
  const isOfAll = called.includes(undefined) || (hasName(statement, /^import_config$/) && hasName(statement, /_env!?$/))
  return [...(isOfAll ? [EVERYONE] : []), ...atomsIn(statement)].map((each) => ({ app: each, text: undefined }))
}

/** The applications of all calls of `config`; undefined for one that is computed. */
function callsIn(nodes: readonly Node[]): readonly (string | undefined)[] {
  return nodes.flatMap((node, at) => {
    if (node.kind === "group") return callsIn(node.items)
    if (!isName(node, "config")) return []
    const [app] = argumentsIn(nodes.slice(at + 1))
    return [app?.kind === "atom" ? app.text : undefined]
  })
}

function argumentsIn(after: readonly Node[]): readonly Node[] {
  const [first, ...more] = after
  return first?.kind === "group" && first.open === "(" ? [...first.items, ...more] : after
}

/** What the macros of Elixir's Logger look at, in whatever they are compiled into; its other settings are for the running app. */
const ofLogger = /\b(?:compile_time_\w+|always_evaluate_messages)\b/

function forDependencies(said: Said, all: string): readonly Said[] {
  if (said.app !== "logger") return [said]
  return ofLogger.test(said.text ?? all) ? [{ ...said, app: EVERYONE }] : []
}
