import { createHash } from "node:crypto"
import type { Env } from "../core/env.ts"
import type { Purpose } from "../core/purpose.ts"
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

/** Tests are not compiled, but for the modules that they share, where they run; runtime.exs is read when the app starts. */
const aside = {
  production: /(?:^|\/)(?:test\/|config\/runtime\.exs$)/,
  test: /(?:^|\/)(?:test\/.*|config\/runtime)\.exs$/,
} as const satisfies Record<Purpose, RegExp>

/**
 * The variables that a file may read while it is compiled: Mix does not know about them, and would keep what their old
 * values were compiled into. A computed name is not seen.
 */
export function variablesIn(path: string, text: string, purpose: Purpose = "production"): readonly string[] {
  const kind = kindOf(path, purpose)
  return kind === undefined ? [] : kind.read(text).filter((name) => name !== MACHINE_NAME)
}

/** Whether `variablesIn` has to see what is in a file. */
export function isCompiled(path: string, purpose: Purpose = "production"): boolean {
  return kindOf(path, purpose) !== undefined
}

function kindOf(path: string, purpose: Purpose): (typeof kinds)[number] | undefined {
  return aside[purpose].test(path) ? undefined : kinds.find(({ files }) => files.test(path))
}

/** The variables with a trace of the values that they have. */
export function tracedVariables(names: Iterable<string>, env: Env): Variables {
  const sorted = [...new Set(names)].toSorted()
  const all = sorted.includes(EVERY) ? Object.keys(countingVariables(env, new Set())) : []
  const values = [...new Set([...sorted, ...all])].toSorted().map((name) => [name, env[name] ?? null])
  const trace = createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 8)
  return { names: sorted, trace }
}
