import type { NamedText, TextKind } from "./named-files.ts"

const lines = {
  config: /"NODE_PATH"\s*=>\s*\[?\s*Path\.expand\(\s*"(?:\.\.\/)+deps"\s*,\s*__DIR__\s*\)/g,
  code: /\bnodePaths\s*:\s*\[\s*["'`](?:\.\.\/)+deps["'`]/g,
  data: /(?<="paths"\s*:\s*\{[^{}]*)"\*"\s*:\s*\[\s*"(?:\.\.\/)+deps\/\*"/g,
} as const satisfies Readonly<Record<TextKind, RegExp>>

/**
 * A text without the lines, as `mix phx.new` and Phoenix's guides write them, that have bundlers look in `deps` for what
 * scripts import: there they find only what they can load, and only by its name.
 */
export function withoutSearchPaths({ path, text }: NamedText, kind: TextKind): string {
  if (kind === "data" && !/(?:^|\/)[jt]sconfig[\w.-]*\.json$/.test(path)) return text
  return text.replace(lines[kind], "")
}
