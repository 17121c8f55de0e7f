import type { BuildpackError } from "../core/error.ts"
import { keyLine } from "../core/key-place.ts"
import { isRecord } from "../core/record.ts"
import type { RuntimeName } from "../core/runtime.ts"
import type { Origin, Setting } from "../core/setting.ts"
import type { Arch } from "../core/target.ts"
import { noMiseVersion } from "./mise-errors.ts"
import { type MiseFile, parseMise } from "./mise-file.ts"
import { miseRequests, selectorOf } from "./mise-value.ts"
import type { VersionSource } from "./source.ts"
import { runtimeOfTool } from "./tool-names.ts"

/**
 * The versions in `[tools]` of a config file of mise. Of several for one tool the first counts, as in mise, unless that
 * is empty, or `system`, the machine's own.
 */
export async function miseToml(source: MiseFile, arch: Arch): Promise<VersionSource> {
  const parsed = await parseMise(source)
  if ("refused" in parsed) return { versions: {}, refused: parsed.refused }
  const { document, parse } = parsed
  const versions: Partial<Record<RuntimeName, Setting<string>>> = {}
  const refused: Partial<Record<RuntimeName, BuildpackError>> = {}
  for (const [tool, value] of Object.entries(isRecord(document.tools) ? document.tools : {})) {
    const runtime = runtimeOfTool(tool)
    if (runtime === undefined) continue
    const selector = isRecord(value) ? selectorOf(value) : undefined
    const path = ["tools", tool, ...(selector === undefined ? [] : [selector])]
    const origin: Origin = { kind: "file", file: source.file, ...keyLine(source.text, path, parse) }
    const requests = miseRequests(value, arch)
    const wish = requests?.find((request) => !["", "system"].includes(request.trim()))
    if (requests === undefined) refused[runtime] ??= noMiseVersion(tool, value, origin)
    else if (wish !== undefined) versions[runtime] ??= { value: wish, origin }
  }
  return { versions, refused }
}
