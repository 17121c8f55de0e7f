import { type Artifact, type RuntimeRequest, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin } from "../core/setting.ts"
import type { ListedVersion } from "../core/version-list.ts"
import { assignment } from "../versions/assignment.ts"
import type { BuildIndex } from "../versions/builds-txt.ts"
import { knownBad } from "../versions/known-bad.ts"
import { listElixir, listNode, listOtp, newestOfLines } from "../versions/listing.ts"
import type { LockedRuntime } from "../versions/lock.ts"
import { isExact, unmet } from "../versions/lock-fit.ts"
import { otpFolder } from "./file-urls.ts"
import type { ReadIndex } from "./index-text.ts"
import { loadElixirIndex, loadNodeIndex, loadOtpIndex } from "./indexes.ts"
import { lockedFrom } from "./locked-from.ts"
import { requestFor, type Search } from "./search.ts"

/** Who keeps a version from moving on: the app's lock, or the cache's. */
export type Keeper = "lock" | "cache"

/** One line for each runtime whose line of versions has a newer one than the build takes, and what takes it. */
export async function newerPatches(
  artifacts: readonly Artifact[],
  search: Search,
  keeper: Keeper,
  read: ReadIndex<undefined>,
): Promise<readonly string[]> {
  const lines = artifacts.map(async (artifact): Promise<readonly string[]> => {
    const request = requestFor(artifact.name, search)
    const newer = newestOfLine(artifact, await listVersions(artifact, artifacts, search, read))
    if (request === undefined || newer === undefined) return []
    return [announcement(lockedFrom(artifact, search), newer, request, keeper)]
  })
  return (await Promise.all(lines)).flat()
}

/**
 * The versions of the artifact's line; none where they are not known, or follow another runtime. Others are left out before
 * they are looked at, since every warm build comes here.
 */
async function listVersions(
  { name, version }: Artifact,
  artifacts: readonly Artifact[],
  { origins, platform }: Search,
  read: ReadIndex<undefined>,
): Promise<readonly ListedVersion[]> {
  const { arch, ubuntu } = platform
  if (name === "erlang" && ubuntu !== undefined) {
    const index = await loadOtpIndex(otpFolder(origins, { arch, ubuntu }), read)
    return index === undefined ? [] : listOtp(only(index, `OTP-${numbers(version.value, 1)}.`))
  }
  if (name === "elixir") {
    const index = await loadElixirIndex(origins, read)
    const otp = artifacts.find((artifact) => artifact.name === "erlang")?.version.value
    if (index === undefined || otp === undefined) return []
    return listElixir(only(index, `v${numbers(version.value, 2)}.`), new Set([Number.parseInt(otp, 10)]))
  }
  if (name !== "node") return []
  const index = await loadNodeIndex(origins, read)
  if (index === undefined) return []
  const line = `${numbers(version.value, 1)}.`
  return listNode({ ...index, releases: index.releases.filter((release) => release.version.startsWith(line)) }, arch)
}

function only({ source, entries }: BuildIndex, start: string): BuildIndex {
  return { source, entries: entries.filter(({ ref }) => ref.startsWith(start)) }
}

/** The first numbers of a version. */
function numbers(version: string, count: number): string {
  return version.split(".").slice(0, count).join(".")
}

/** The newest of the line that a version belongs to, if that is another one. */
function newestOfLine({ version }: Artifact, versions: readonly ListedVersion[]): ListedVersion | undefined {
  const at = versions.findIndex((listed) => listed.version === version.value)
  const own = versions[at]
  const newest = newestOfLines(versions).find(({ line }) => line === own?.line)
  // They come newest first.
  return newest !== undefined && versions.indexOf(newest) < at ? newest : undefined
}

function announcement(
  locked: LockedRuntime,
  { version: newer, lts }: ListedVersion,
  request: RuntimeRequest,
  keeper: Keeper,
): string {
  const { name, version, ref } = locked
  const next = { name, version: newer, ref: ref.replaceAll(version, newer), asked: [], lts, files: {} }
  const demand = isExact(locked, request) ? request.wishes[0] : unmet(next, request)
  const defect = knownBad(name, version)?.why
  const title = `${runtimeTitles[name]} ${newer} is there${defect === undefined ? "" : ` (${version}: ${defect})`}`
  if (demand !== undefined) {
    const place = describeOrigin(demand.origin)
    const change = assignment(name, { version: newer }, demand.origin)
    const renew = keeper === "lock" ? ", then beampack lock" : ""
    return `${title}; to take it in place of ${version}, which ${place} asks for: ${change}${renew}`
  }
  if (keeper === "lock") return `${title}; locked is ${version}: beampack lock takes it`
  return `${title}; the last build took ${version}: a build with BEAMPACK_CACHE=false takes it`
}
