import type { RuntimeName } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import type { VersionSource } from "./source.ts"

const runtimes: ReadonlyMap<string, RuntimeName> = new Map([
  ["erlang", "erlang"],
  ["elixir", "elixir"],
  ["nodejs", "node"],
  ["node", "node"],
])

/** The versions in the text of a `.tool-versions` file. Of several for one tool, the first counts, as in asdf. */
export function toolVersions(text: string, file = ".tool-versions"): VersionSource {
  const versions: Partial<Record<RuntimeName, Setting<string>>> = {}
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [tool = "", version] = line.replace(/#.*/, "").trim().split(/\s+/)
    const runtime = runtimes.get(tool)
    if (runtime !== undefined && version !== undefined) {
      versions[runtime] ??= { value: version, origin: { kind: "file", file, line: index + 1 } }
    }
  }
  return { versions }
}
