import { statSync } from "node:fs"
import { isAbsolute, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { Env } from "../core/env.ts"

/**
 * The root of our own mirror, without a slash at its end. A folder has to have the folder `part`; whether a URL has what is
 * looked for is seen when it is asked.
 */
export function ownMirror(part: string, { BEAMPACK_MIRROR = "" }: Env): string | undefined {
  const mirror = BEAMPACK_MIRROR.trim()
  if (/^https?:\/\//.test(mirror)) return mirror.replace(/\/+$/, "")
  const folder = mirror.startsWith("file:/") && URL.canParse(mirror) ? fileURLToPath(mirror) : mirror
  if (!isAbsolute(folder)) return undefined
  const found = statSync(join(folder, part), { throwIfNoEntry: false })
  return found?.isDirectory() ? pathToFileURL(folder).href.replace(/\/+$/, "") : undefined
}
