import { createHash } from "node:crypto"
import type { Env } from "../core/env.ts"
import { countingVariables, MACHINE_NAME } from "../core/volatile-variables.ts"
import { codeVariables, EVERY } from "./code-variables.ts"
import { cmakeVariables, makeVariables, rustVariables, shellVariables } from "./native-variables.ts"

/** The variables that code reads, and a trace of their values. */
export interface Variables {
  /** Among them `EVERY`, when nobody can tell which count. */
  readonly names: readonly string[]
  /** Too short for anybody to find the values by it. */
  readonly trace: string
}

/** What is compiled, or says how, and how it reads variables. erlang.mk names many, and none of them is an app's. */
const kinds = [
  { files: /\.(?:exs?|[ehxy]rl|(?:config|src)\.script)$/, read: codeVariables },
  { files: /(?:^|\/)(?:GNUm|[Mm])akefile[^/]*$|(?<!(?:^|\/)erlang)\.mk$/, read: makeVariables },
  { files: /\.rs$/, read: rustVariables },
  { files: /(?:^|\/)CMakeLists\.txt$|\.cmake$/, read: cmakeVariables },
  { files: /(?:^|\/)rebar\.config$|(?:^|\/)c_src\/(?:.*\.sh|(?:.*\/)?configure)$/, read: shellVariables },
] as const

/** Tests are not compiled here, and runtime.exs is read when the app starts. */
const aside = /(?:^|\/)(?:test\/|config\/runtime\.exs$)/

/**
 * The variables that a file may read while it is compiled: Mix does not know about them, and would keep what their old
 * values were compiled into. A computed name is not seen.
 */
export function variablesIn(path: string, text: string): readonly string[] {
  const kind = kindOf(path)
  return kind === undefined ? [] : kind.read(text).filter((name) => name !== MACHINE_NAME)
}

/** Whether `variablesIn` has to see what is in a file. */
export function isCompiled(path: string): boolean {
  return kindOf(path) !== undefined
}

function kindOf(path: string): (typeof kinds)[number] | undefined {
  return aside.test(path) ? undefined : kinds.find(({ files }) => files.test(path))
}

/** The variables with a trace of the values that they have. */
export function tracedVariables(names: Iterable<string>, env: Env): Variables {
  const sorted = [...new Set(names)].toSorted()
  const all = sorted.includes(EVERY) ? Object.keys(countingVariables(env, new Set())) : []
  const values = [...new Set([...sorted, ...all])].toSorted().map((name) => [name, env[name] ?? null])
  const trace = createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 8)
  return { names: sorted, trace }
}
