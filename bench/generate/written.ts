import type { Package } from "./graph.ts"
import type { Files } from "./package.ts"
import { treeOf } from "./tree.ts"

/** Their sources, by name, as they lie in `lib`. */
const sources: Readonly<Record<string, Files>> = {
  phoenix: treeOf("written/phoenix"),
  trellis: treeOf("written/trellis"),
}

/**
 * Packages that are not generated: where the app's macros come from, and the task that digests assets, which is a package's in
 * every Phoenix app. No other package needs them.
 */
export const written: readonly Package[] = Object.entries(sources).map(([name, files]) => {
  return { name, version: "1.0.0", tool: "mix", modules: Object.keys(files).length, deps: [] }
})

/** The sources of one of them, as packages have them; undefined for any other. */
export function writtenSources(name: string): Files | undefined {
  const files = sources[name]
  return files && Object.fromEntries(Object.entries(files).map(([path, text]) => [`lib/${path}`, text]))
}
