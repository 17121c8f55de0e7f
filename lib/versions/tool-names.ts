import { nearMiss } from "../core/near-miss.ts"
import type { RuntimeName } from "../core/runtime.ts"

const runtimes: ReadonlyMap<string, RuntimeName> = new Map([
  ["erlang", "erlang"],
  ["elixir", "elixir"],
  ["nodejs", "node"],
  ["node", "node"],
])

/** Names that are no tool's, and what people mean by them. */
const misnomers: ReadonlyMap<string, string> = new Map([
  ["otp", "erlang"],
  ["erl", "erlang"],
  ["erlang-otp", "erlang"],
  ["erlang/otp", "erlang"],
  ["node-js", "nodejs"],
])

/** Tools whose names are near to ours, and which are nobody's mistake. */
const others = ["elixir-ls", "elixir_ls", "erlang-ls", "erlang_ls"]

/** Long enough that something near to them can be meant for nothing else; `code` is not `node`. */
const unmistakable = [...runtimes.keys()].filter((tool) => tool.length > 4)

/**
 * The runtime that asdf or mise mean by a tool's name, which in mise may say where it comes from: `core:erlang`,
 * `asdf:mise-plugins/asdf-elixir`, `vfox:version-fox/vfox-nodejs`.
 */
export function runtimeOfTool(tool: string): RuntimeName | undefined {
  const [, path] = /^(?:core|asdf|vfox):(.+)$/.exec(tool) ?? []
  if (path === undefined) return runtimes.get(tool)
  const name = path.split("/").at(-1) ?? ""
  return runtimes.get(name.replace(/^(?:asdf|mise|rtx|vfox)-/, "").replace(/\.git$/, ""))
}

/** The tool that somebody most likely meant by a name that is none of ours; undefined where it may be another tool. */
export function meantTool(name: string): { readonly tool: string; readonly runtime: RuntimeName } | undefined {
  const small = name.toLowerCase()
  if (others.includes(small)) return undefined
  const tool = misnomers.get(small) ?? (runtimes.has(small) ? small : nearMiss(name, unmistakable))
  const runtime = runtimes.get(tool ?? "")
  return tool === undefined || runtime === undefined ? undefined : { tool, runtime }
}
