import type { Package } from "./graph.ts"
import type { Files } from "./package.ts"
import { treeOf } from "./tree.ts"

const name = "trellis"
const root = `${name}.ex`
const modules = treeOf("framework")

/** What the app's macros come from. No other package needs it. */
export const framework: Package = {
  name,
  version: "1.0.0",
  tool: "mix",
  modules: Object.keys(modules).length,
  deps: [],
}

/** Its sources, as packages have them. */
export function frameworkSources(): Files {
  const entries = Object.entries(modules).map(([file, text]) => [`lib/${file === root ? "" : `${name}/`}${file}`, text])
  return Object.fromEntries(entries)
}
