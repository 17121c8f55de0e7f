import type { Output } from "../core/output.ts"
import { type Artifact, runtimeTitles } from "../core/runtime.ts"
import type { LockedFile } from "../versions/lock.ts"
import type { ReadIndex } from "./index-text.ts"
import { listedFile } from "./listed-file.ts"
import { canonicalUrl } from "./origins.ts"
import { otherPlatforms, type Platform, platformOf } from "./platform.ts"
import type { Search } from "./search.ts"

/** The file for one platform, as a lock has it. */
export interface PlacedFile {
  readonly platform: string
  readonly file: LockedFile
}

interface Context {
  readonly read: ReadIndex<undefined>
  readonly output: Output
}

/** The files of the same version for all other platforms that have it. What a mirror lacks is left out. */
export async function filesElsewhere(
  artifact: Artifact,
  search: Search,
  context: Context,
): Promise<readonly PlacedFile[]> {
  const others = otherPlatforms(artifact.name, search.platform)
  return (await Promise.all(others.map((platform) => fileFor(platform, artifact, search, context)))).flat()
}

async function fileFor(
  platform: Platform,
  artifact: Artifact,
  { origins }: Search,
  { read, output }: Context,
): Promise<readonly PlacedFile[]> {
  const { name, version } = artifact
  const listed = await listedFile(artifact, { origins, platform }, read)
  if (listed === undefined) return []
  const { url, digest } = listed
  const own = platformOf(name, platform)
  if (digest === undefined) {
    const text = `${runtimeTitles[name]} ${version.value} is not locked for ${own}: it is listed without a digest`
    output({ kind: "warning", text })
    return []
  }
  return [{ platform: own, file: { url: canonicalUrl(name, url, origins), digest } }]
}
