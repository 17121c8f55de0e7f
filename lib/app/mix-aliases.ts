import { elixirModule } from "./elixir-module.ts"
import { staticElements, staticKeywords } from "./elixir-static.ts"
import { projectSettings } from "./mix-project.ts"

/** What the aliases of a mix.exs run: Mix tasks with their arguments; undefined for a function and for what code makes. */
export interface MixAliases {
  readonly lines: ReadonlyMap<string, readonly (string | undefined)[]>
  /** False when there may be others. */
  readonly complete: boolean
}

/** Reads the aliases in the text of a mix.exs. Never fails. */
export function parseMixAliases(text: string): MixAliases {
  const module = elixirModule(text)
  const setting = projectSettings(module).get("aliases")
  if (setting === undefined) return { lines: new Map(), complete: true }
  const { entries, complete } = staticKeywords(module, setting.value)
  const lines = entries.map(({ key, value }) => {
    const [first] = value
    const isString = first?.kind === "string" && value.length === 1
    const { elements, complete: whole } = isString
      ? { elements: [value], complete: true }
      : staticElements(module, value)
    const texts = elements.map(([node, ...more]) =>
      node?.kind === "string" && more.length === 0 ? node.text : undefined,
    )
    return [key, whole ? texts : [...texts, undefined]] as const
  })
  return { lines: new Map(lines), complete }
}
