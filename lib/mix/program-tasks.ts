import type { MixAliases } from "../app/mix-aliases.ts"
import { splitWords } from "../core/words.ts"

/** The packages of Hex whose tasks run a program that they fetch, and that we know how to fetch as well. */
export const toolNames = ["esbuild", "tailwind"] as const

export type ToolName = (typeof toolNames)[number]

/**
 * Those whose tasks a task of the app leads to. Not one that is told on the way where the program is, or to look at what
 * the running app's configuration says.
 */
export function toolsOf(task: string, aliases: MixAliases): readonly ToolName[] {
  const lines = linesBelow(task, aliases, []).map((line) => splitWords(line) ?? [])
  return toolNames.filter((tool) => {
    const own = lines.filter(([name]) => name === tool || name === `${tool}.install`)
    return own.length > 0 && own.every((words) => isPlain(words))
  })
}

function linesBelow(line: string, aliases: MixAliases, above: readonly string[]): readonly string[] {
  const [task = ""] = splitWords(line) ?? []
  const below = aliases.lines.get(task)
  // An alias that names itself means the task.
  if (below === undefined || above.includes(task)) return [line]
  return below.flatMap((each) => (each === undefined ? [] : linesBelow(each, aliases, [...above, task])))
}

function isPlain([name = "", ...args]: readonly string[]): boolean {
  return !args.includes("--runtime-config") && !(name.endsWith(".install") && args.some((arg) => !arg.startsWith("--")))
}
