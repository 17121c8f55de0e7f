import { keyLine, valueAt } from "../core/key-place.ts"
import { isRecord } from "../core/record.ts"
import type { Setting } from "../core/setting.ts"

/** What a package.json says about the version of Node. */
export interface PackageEngines {
  /** `engines.node`: what the code needs. */
  readonly needed?: Setting<string> | undefined
  /** The JSON that stands in the place of that, and is no text. */
  readonly mistyped?: Setting<string> | undefined
  /** `volta.node`, then `devEngines.runtime`: what its people work with. */
  readonly wished: readonly Setting<string>[]
}

/** Reads them from the text of a package.json, and the JSON that it holds. */
export function packageEngines(json: unknown, text: string, file: string): PackageEngines {
  const setting = (value: string, path: readonly string[]): Setting<string> => {
    return { value, origin: { kind: "file", file, ...keyLine(text, path, JSON.parse) } }
  }
  const read = (value: unknown, path: readonly string[]): readonly Setting<string>[] => {
    return typeof value === "string" && value.trim() !== "" ? [setting(value.trim(), path)] : []
  }
  const at = (...path: readonly string[]) => read(valueAt(json, path), path)

  const needs = ["engines", "node"]
  const [needed] = at(...needs)
  const engine = valueAt(json, needs)
  const isMistyped = !["string", "undefined"].includes(typeof engine) && engine !== null
  const runtime = valueAt(json, ["devEngines", "runtime"])
  const several = Array.isArray(runtime) ? read(runtime.find(isNode)?.version, ["devEngines", "runtime"]) : []
  const single = isNode(runtime) ? at("devEngines", "runtime", "version") : []
  const mistyped = isMistyped ? setting(JSON.stringify(engine), needs) : undefined
  return { needed, mistyped, wished: [...at("volta", "node"), ...single, ...several] }
}

function isNode(runtime: unknown): runtime is Readonly<Record<string, unknown>> {
  return isRecord(runtime) && runtime.name === "node"
}
