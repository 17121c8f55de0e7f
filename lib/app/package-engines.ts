import { keyLine, valueAt } from "../core/key-place.ts"
import { isRecord } from "../core/record.ts"
import type { Setting } from "../core/setting.ts"

/** What a package.json says about the version of Node. */
export interface PackageEngines {
  /** `engines.node`: what the code needs. */
  readonly needed?: Setting<string> | undefined
  /** `volta.node`, then `devEngines.runtime`: what its people work with. */
  readonly wished: readonly Setting<string>[]
}

/** Reads them from the text of a package.json, and the JSON that it holds. */
export function packageEngines(json: unknown, text: string, file: string): PackageEngines {
  const read = (value: unknown, path: readonly string[]): readonly Setting<string>[] => {
    if (typeof value !== "string" || value.trim() === "") return []
    return [{ value: value.trim(), origin: { kind: "file", file, ...keyLine(text, path, JSON.parse) } }]
  }
  const at = (...path: readonly string[]) => read(valueAt(json, path), path)

  const [needed] = at("engines", "node")
  const runtime = valueAt(json, ["devEngines", "runtime"])
  const several = Array.isArray(runtime) ? read(runtime.find(isNode)?.version, ["devEngines", "runtime"]) : []
  const single = isNode(runtime) ? at("devEngines", "runtime", "version") : []
  return { needed, wished: [...at("volta", "node"), ...single, ...several] }
}

function isNode(runtime: unknown): runtime is Readonly<Record<string, unknown>> {
  return isRecord(runtime) && runtime.name === "node"
}
