import type { RuntimeName } from "../core/runtime.ts"

const runtimes: ReadonlyMap<string, RuntimeName> = new Map([
  ["erlang", "erlang"],
  ["elixir", "elixir"],
  ["nodejs", "node"],
  ["node", "node"],
])

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
