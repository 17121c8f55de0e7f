import type { RuntimeName } from "../core/runtime.ts"
import type { VersionSource } from "./source.ts"
import { linesOf } from "./tool-versions.ts"

/** The files that hold one version and nothing else, the strongest first. */
const versionFiles: readonly { readonly name: string; readonly runtime: RuntimeName }[] = [
  { name: ".elixir-version", runtime: "elixir" },
  { name: ".erlang-version", runtime: "erlang" },
  { name: ".otp-version", runtime: "erlang" },
  { name: ".exenv-version", runtime: "elixir" },
  { name: ".nvmrc", runtime: "node" },
  { name: ".node-version", runtime: "node" },
]

/** The versions in those of these files that a folder has, `texts` being by path. */
export function versionFileSources(texts: ReadonlyMap<string, string>, folder = "."): readonly VersionSource[] {
  return versionFiles.flatMap(({ name, runtime }) => {
    const file = folder === "." ? name : `${folder}/${name}`
    const found = firstLine(texts.get(file) ?? "")
    if (found === undefined) return []
    const { value, line } = found
    return [{ versions: { [runtime]: { value, origin: { kind: "file", file, line } } } }]
  })
}

/** The first line that has more than a comment. */
function firstLine(text: string): { readonly value: string; readonly line: number } | undefined {
  const values = linesOf(text).map((line) => line.replace(/#.*/, "").trim())
  const index = values.findIndex((value) => value !== "")
  const value = values[index]
  return value === undefined ? undefined : { value, line: index + 1 }
}
