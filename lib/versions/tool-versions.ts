import type { RuntimeName } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import type { VersionSource } from "./source.ts"
import { meantTool, runtimeOfTool } from "./tool-names.ts"

/** One line that names a tool: `erlang 27.3.4 26.2 # two`. */
interface ToolLine {
  readonly tool: string
  /** What follows the name, without a comment. */
  readonly rest: string
  /** From 1. */
  readonly line: number
}

/**
 * The versions in the text of a `.tool-versions` file. Of several for one tool the first counts, as in asdf, unless that
 * is `system`, the machine's own. A colon after the name is passed over, as in mise.
 */
export function toolVersions(text: string, file = ".tool-versions"): VersionSource {
  const versions: Partial<Record<RuntimeName, Setting<string>>> = {}
  const warnings: Partial<Record<RuntimeName, readonly string[]>> = {}
  const warn = (name: RuntimeName, line: number, note: string) => {
    warnings[name] = [...(warnings[name] ?? []), `${file}:${line} ${note}`]
  }
  for (const { tool, rest, line } of toolLines(text)) {
    const runtime = runtimeOfTool(tool)
    const meant = runtime === undefined ? meantTool(tool) : undefined
    if (meant !== undefined) warn(meant.runtime, line, `has ${tool}, which nothing reads: did you mean ${meant.tool}?`)
    if (runtime === undefined) continue
    const value = firstWish(rest)
    if (value === "") warn(runtime, line, `has ${tool} without a version, which asks for nothing`)
    else if (value !== "system") versions[runtime] ??= { value, origin: { kind: "file", file, line } }
  }
  return { versions, warnings }
}

function toolLines(text: string): readonly ToolLine[] {
  return linesOf(text).flatMap((line, index) => {
    const [, tool, rest = ""] = /^(\S+)\s*(.*)$/.exec(line.replace(/#.*/, "").trim()) ?? []
    return tool === undefined ? [] : [{ tool: tool.replace(/:$/, ""), rest, line: index + 1 }]
  })
}

/** The first wish that is not for the machine's own, if there is one: what is quoted, a range, or a word. */
function firstWish(text: string): string {
  const [, , quoted] = /^(["'])(.*?)\1/.exec(text) ?? []
  if (quoted !== undefined) return quoted.trim()
  // A range has blanks in it, and no tool that knows ranges has others after one.
  if (/^[<>=~^!]/.test(text)) return text
  const [, word = "", rest = ""] = /^(\S*)\s*(.*)$/.exec(text) ?? []
  return word === "system" && rest !== "" ? firstWish(rest) : word
}

/** The lines of a text that may come from any editor. */
export function linesOf(text: string): readonly string[] {
  return text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)
}
