import type { RuntimeName, RuntimeRequest } from "../../lib/core/runtime.ts"

/** The request for a runtime that one variable asks for, or nobody. */
export function wanted(name: RuntimeName, version?: string, variable = "PIN"): RuntimeRequest {
  const origin = { kind: "env", name: variable } as const
  return { name, wishes: version === undefined ? [] : [{ value: version, origin }], requirements: [] }
}
