import type { Env } from "../core/env.ts"
import { loadScripts } from "./lasting-scripts.ts"
import { markedLine, type PrintedLine } from "./marked-line.ts"

/** What a lasting Mix tells. */
export type MixLine =
  /** It does what it was told from here on. */
  | { readonly kind: "begun" }
  /** That is done, and went well. */
  | { readonly kind: "done" }
  /** It does nothing of what it was told: a task by itself would be run in another way. */
  | { readonly kind: "unfit" }
  | PrintedLine

const kinds = ["begun", "done", "unfit"] as const

/** The command that runs one in the folder of an app, with the scripts of a folder; `mark` begins what it tells, and nothing else. */
export function lastingCommand(scripts: string, mark: string): readonly [command: string, ...args: string[]] {
  return ["elixir", "-e", loadScripts(scripts), "-S", "mix", "beampack.serve", mark]
}

/** Reads a line of what it prints. */
export function mixLines(line: string, mark: string): readonly MixLine[] {
  return markedLine(line, mark, (text): MixLine | undefined => {
    const kind = kinds.find((each) => each === text)
    return kind && { kind }
  })
}

/** An order to run a task when `env` is the environment, and was `before`. */
export function mixOrder(args: readonly string[], env: Env, before: Env): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(env)])].filter((name) => env[name] !== before[name])
  const changes = names.map((name) => (env[name] === undefined ? name : `${name}=${env[name]}`))
  return [changes, args].map((words) => words.map(encodeURIComponent).join(" ")).join("\t")
}

/** What the BEAM and Mix read only when they start. */
const startVariables = /^(?:ERL_|ELIXIR_|MIX_|HEX_|REBAR_|LC_|(?:LANG|HOME|BINDIR|EMU|ROOTDIR)$)/

/** Whether one that was started with `before` takes `env` for its own. */
export function servesIn(env: Env, before: Env): boolean {
  const names = [...Object.keys(before), ...Object.keys(env)].filter((name) => startVariables.test(name))
  return names.every((name) => env[name] === before[name])
}
