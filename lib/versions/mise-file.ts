import type { BuildpackError } from "../core/error.ts"
import type { RuntimeName } from "../core/runtime.ts"
import { malformedMise } from "./mise-errors.ts"
import type { ByRuntime } from "./source.ts"

/** A file of mise, by its path from the app's folder. */
export interface MiseFile {
  readonly file: string
  readonly text: string
}

/** Such a file as it was read. */
export type ParsedMise =
  | { readonly document: Readonly<Record<string, unknown>>; readonly parse: (text: string) => unknown }
  /** Why it cannot be read, for each runtime that it names. */
  | { readonly refused: ByRuntime<BuildpackError> }

/** How the runtimes are called in such a file, at least in part. */
const words = { erlang: "erlang", elixir: "elixir", node: "node" } as const satisfies ByRuntime<string>

/** Reads a file of mise. One that names none of our runtimes is nobody's business here, and not read. */
export async function parseMise({ file, text: source }: MiseFile): Promise<ParsedMise> {
  const named = (Object.keys(words) as (keyof typeof words)[]).filter((name) => source.includes(words[name]))
  if (named.length === 0) return { refused: {} }
  const text = source.replace(/^\uFEFF/, "")
  const { parse, TomlError } = await import("smol-toml")
  try {
    return { document: parse(text), parse }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const refusal = malformedMise({ file, text }, error)
    return { refused: Object.fromEntries(named.map((name): [RuntimeName, BuildpackError] => [name, refusal])) }
  }
}
