import type { Env, EnvChange } from "../core/env.ts"
import type { Layer } from "../core/layer.ts"

/** What filling a layer may use. */
export interface FillContext {
  readonly env: Env
  readonly signal?: AbortSignal | undefined
}

/** How one runtime becomes a layer. */
export interface Runtime {
  /** Fills the empty layer from the verified download. */
  fill(download: string, layer: Layer, context: FillContext): Promise<void>
  /** What the layer changes in the environment, by variable. */
  changes(layer: Pick<Layer, "path">): Readonly<Record<string, EnvChange>>
}

/** The change that puts a folder in front of PATH. */
export function onPath(folder: string): EnvChange {
  return { action: "prepend", value: folder, delim: ":" }
}
