import { readFile } from "node:fs/promises"
import { join } from "node:path"

/** The version of Node that a tree pins for a platform, such as `linux-x64`: what its launcher will ask a mirror for. */
export async function pinnedNode(root: string, platform: string): Promise<string> {
  const version = parseNodeLock(await readFile(join(root, "lib/node.lock"), "utf8")).get(platform)
  if (version === undefined) throw new Error(`lib/node.lock pins no Node for ${platform}`)
  return version
}

/** The versions in a `node.lock` by platform. Its lines are platform, version and SHA-256. */
export function parseNodeLock(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split("\n").flatMap((line) => {
      const [platform, version] = line.split(" ")
      return platform && version ? [[platform, version] as const] : []
    }),
  )
}
