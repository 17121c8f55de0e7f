import type { RuntimeName } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import type { VersionSource } from "./source.ts"
import { runtimeOfTool } from "./tool-names.ts"

/**
 * The versions in the text of a `.tool-versions` file. Of several for one tool the first counts, as in asdf, unless that
 * is `system`, the machine's own. A colon after the name is passed over, as in mise.
 */
export function toolVersions(text: string, file = ".tool-versions"): VersionSource {
  const versions: Partial<Record<RuntimeName, Setting<string>>> = {}
  for (const [index, line] of linesOf(text).entries()) {
    const [tool = "", ...words] = line.replace(/#.*/, "").trim().split(/\s+/)
    const runtime = runtimeOfTool(tool.replace(/:$/, ""))
    const version = words.find((word) => word !== "system")
    if (runtime !== undefined && version !== undefined) {
      versions[runtime] ??= { value: version, origin: { kind: "file", file, line: index + 1 } }
    }
  }
  return { versions }
}

/** The lines of a text that may come from any editor. */
export function linesOf(text: string): readonly string[] {
  return text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)
}
