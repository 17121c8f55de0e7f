import type { Line } from "../machine/box.ts"

/** How many source files of Elixir and Erlang were compiled. rebar3 names only applications, whose files the caller knows. */
export function modulesCompiled(lines: readonly Line[], erlang: Readonly<Record<string, number>>): number {
  return lines.reduce((sum, { text }) => sum + compiledBy(text, erlang), 0)
}

function compiledBy(text: string, erlang: Readonly<Record<string, number>>): number {
  const [, files] = /\bCompiling (\d+) files? \(\.(?:ex|erl)\)$/.exec(text) ?? []
  if (files !== undefined) return Number(files)
  const [, application] = /===> Compiling (\w+)$/.exec(text) ?? []
  return application === undefined ? 0 : (erlang[application] ?? 1)
}
