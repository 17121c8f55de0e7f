import { BuildpackError } from "../core/error.ts"
import type { Output } from "../core/output.ts"
import { type Artifact, runtimeTitles } from "../core/runtime.ts"
import type { Arch } from "../core/target.ts"
import { buildRef, type LockedFile } from "../versions/lock.ts"
import { digestIn } from "../versions/shasums.ts"
import type { ReadIndex } from "./index-text.ts"
import { loadNodeDigests, loadOtpIndex, otpFolder } from "./indexes.ts"
import { canonicalUrl, type Platform, platformOf } from "./lock-place.ts"
import type { Search } from "./search.ts"
import { type UbuntuRelease, ubuntuReleases } from "./ubuntu.ts"

/** The file for one platform, as a lock has it. */
export interface PlacedFile {
  readonly platform: string
  readonly file: LockedFile
}

interface Context {
  readonly read: ReadIndex
  readonly output: Output
}

const arches: readonly Arch[] = ["amd64", "arm64"]

/** The files of the same version for all other platforms that have it. What a mirror lacks is left out. */
export async function filesElsewhere(
  artifact: Artifact,
  search: Search,
  context: Context,
): Promise<readonly PlacedFile[]> {
  switch (artifact.name) {
    case "erlang": {
      const all = ubuntuReleases.flatMap((ubuntu) => arches.map((arch) => ({ ubuntu, arch })))
      const others = all.filter(
        ({ ubuntu, arch }) => ubuntu !== search.platform.ubuntu || arch !== search.platform.arch,
      )
      return (await Promise.all(others.map((other) => otpFile(artifact, other, search, context)))).flat()
    }
    case "node": {
      const others = arches.filter((arch) => arch !== search.platform.arch)
      return (await Promise.all(others.map((arch) => nodeFile(artifact, { arch }, search, context)))).flat()
    }
    default:
      return []
  }
}

async function otpFile(
  { name, version, url }: Artifact,
  platform: { readonly ubuntu: UbuntuRelease; readonly arch: Arch },
  { origins }: Search,
  { read, output }: Context,
): Promise<readonly PlacedFile[]> {
  const folder = otpFolder(origins, platform.arch, platform.ubuntu)
  const ref = buildRef(url)
  const index = await unlessMissing(loadOtpIndex(folder, read))
  const build = index?.entries.find((entry) => entry.ref === ref)
  if (build === undefined) return []
  const own = platformOf(name, platform)
  if (build.sha256 === undefined) {
    const text = `${runtimeTitles[name]} ${version.value} is not locked for ${own}: it is listed without a digest`
    output({ kind: "warning", text })
    return []
  }
  const file = canonicalUrl(name, `${folder}/${ref}.tar.gz`, origins)
  return [{ platform: own, file: { url: file, digest: { algorithm: "sha256", hex: build.sha256 } } }]
}

async function nodeFile(
  { name, version, url }: Artifact,
  platform: Platform,
  { origins, platform: own }: Search,
  { read }: Context,
): Promise<readonly PlacedFile[]> {
  const there = url.replaceAll(platformOf(name, own), platformOf(name, platform))
  const sums = await loadNodeDigests(there.slice(0, there.lastIndexOf("/")), version.value, read)
  try {
    const digest = digestIn(sums.text, there.slice(there.lastIndexOf("/") + 1), sums.source)
    return [{ platform: platformOf(name, platform), file: { url: canonicalUrl(name, there, origins), digest } }]
  } catch (error) {
    if (error instanceof BuildpackError && error.id === "node/no-digest") return []
    throw error
  }
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((error: unknown) => {
    if (error instanceof BuildpackError && error.id === "index/missing") return undefined
    throw error
  })
}
