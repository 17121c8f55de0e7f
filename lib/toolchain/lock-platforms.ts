import type { Output } from "../core/output.ts"
import { type Artifact, runtimeTitles } from "../core/runtime.ts"
import { stackOf } from "../core/stacks.ts"
import type { LockedFile } from "../versions/lock.ts"
import { otpFolder } from "./file-urls.ts"
import type { ReadIndex } from "./index-text.ts"
import { loadOtpIndex } from "./indexes.ts"
import { listedFile } from "./listed-file.ts"
import { canonicalUrl, type Origins } from "./origins.ts"
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
  { origins, platform: here }: Search,
  { read, output }: Context,
): Promise<readonly PlacedFile[]> {
  const { name, version } = artifact
  const listed = await listedFile(artifact, { origins, platform }, read)
  const own = platformOf(name, platform)
  if (listed === undefined) {
    if (name === "erlang" && platform.ubuntu === here.ubuntu && (await hasList(platform, origins, read))) {
      output({ kind: "warning", text: lacking(artifact, platform) })
    }
    return []
  }
  const { url, digest } = listed
  if (digest === undefined) {
    const text = `${runtimeTitles[name]} ${version.value} is not locked for ${own}: it is listed without a digest`
    output({ kind: "warning", text })
    return []
  }
  return [{ platform: own, file: { url: canonicalUrl(name, url, origins), digest } }]
}

/** Whether there are builds for a platform at all: many mirrors are for one alone. */
async function hasList({ arch, ubuntu }: Platform, origins: Origins, read: ReadIndex<undefined>): Promise<boolean> {
  return ubuntu !== undefined && (await loadOtpIndex(otpFolder(origins, { arch, ubuntu }), read)) !== undefined
}

/** An app may be built for both processors of its stack. */
function lacking({ name, version }: Artifact, { arch, ubuntu }: Platform): string {
  const stack = ubuntu === undefined ? "" : stackOf(ubuntu)
  return `${runtimeTitles[name]} ${version.value} is not there for ${stack} on ${arch}, where builds with this lock end; to choose what is: beampack lock --for ${stack} --arch ${arch}`
}
