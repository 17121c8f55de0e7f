import type { Setting } from "../core/setting.ts"
import type { Script } from "./scripts.ts"

/** The first line that runs Mix or Elixir itself, which a release does without; undefined when none does. */
export function mixLine(scripts: readonly Script[]): Setting<string> | undefined {
  return scripts.flatMap(linesOf).find(({ value }) => /(?:^|[\s;&|("'])(?:mix|iex|elixir)(?=$|[\s;&|)"'])/.test(value))
}

/** Whether a line runs a release, wherever Mix has put it. */
export function namesRelease(scripts: readonly Script[]): boolean {
  return scripts.some(({ value }) => /(?:^|[\s/"'])rel\/[\w/$"{}]+\/bin\//.test(value))
}

/** The lines that a shell would run, each with its place. */
function linesOf({ value, origin }: Script): readonly Setting<string>[] {
  const lines = value.split("\n")
  if (origin.kind !== "file" || lines.length === 1) return [{ value, origin }]
  return lines.flatMap((line, index) =>
    /^\s*#/.test(line) ? [] : [{ value: line, origin: { ...origin, line: index + 1 } }],
  )
}
