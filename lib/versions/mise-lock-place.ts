import type { Origin } from "../core/setting.ts"
import type { MiseFile } from "./mise-file.ts"
import { linesOf } from "./tool-versions.ts"

/** Where one entry of a `mise.lock` stands. */
export interface MiseLockPlace {
  readonly version: Origin
  checksum(platform: string): Origin
}

/**
 * The place of the entry at `index` among those of a tool. mise writes these files, always alike, so that their lines
 * tell what no parser does.
 */
export function miseLockPlace({ file, text }: MiseFile, tool: string, index: number): MiseLockPlace {
  const lines = linesOf(text)
  const plain = lines.map((line) => line.replace(/["'\s]/g, ""))
  const starts = [...plain.keys()].filter((at) => plain[at] === `[[tools.${tool}]]`)
  const start = starts[index]
  const after = (from: number | undefined, isIt: (line: string) => boolean): number | undefined => {
    const found = from === undefined ? -1 : plain.findIndex((line, at) => at >= from && isIt(line))
    return found < 0 ? undefined : found
  }
  const origin = (at: number | undefined): Origin => ({
    kind: "file",
    file,
    ...(at === undefined ? {} : { line: at + 1 }),
  })
  return {
    version: origin(after(start, (line) => line.startsWith("version="))),
    checksum: (platform) => {
      const table = after(start, (line) => line === `[tools.${tool}.platforms.${platform}]`)
      return origin(after(table, (line) => line.startsWith("checksum=")) ?? start)
    },
  }
}
