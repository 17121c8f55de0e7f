import { join } from "node:path"

/**
 * What is in CACHE_DIR/beampack, beside the Node that bin/fetch-node keeps there. To keep something more, name it here: what
 * nobody knows is removed.
 */
const names = {
  layers: "layers",
  /** What origins have said of their versions. */
  indexes: "indexes",
  /** Where the last build was that has left something. */
  place: "place",
  /** Which builds are under way. */
  builds: "builds",
  /** What bin/report prints. */
  report: "report.json",
  /** How many builds have not used a layer, since platforms lose the times of files. */
  unused: "unused.json",
  /** How large layers are. */
  sizes: "sizes.json",
} as const

/** The path of one of them. */
export function inCache(cacheDir: string, name: keyof typeof names): string {
  return join(cacheDir, "beampack", names[name])
}

/** Whether something of that name, in CACHE_DIR/beampack, is ours. */
export function isKnown(name: string): boolean {
  return Object.values<string>(names).includes(name) || name.startsWith("node-")
}
