import compare from "semver/functions/compare.js"
import prerelease from "semver/functions/prerelease.js"
import type { Arch } from "../core/target.ts"
import type { ListedName, ListedVersion } from "../core/version-list.ts"
import type { BuildIndex } from "./builds-txt.ts"
import { listing } from "./candidates.ts"
import { parseElixirRef } from "./elixir-ref.ts"
import { fitsOf } from "./fit.ts"
import { knownBad } from "./known-bad.ts"
import { type NodeIndex, nodeArch } from "./node-index.ts"
import { compareOtp, isStableOtp, parseOtp } from "./otp.ts"
import { lineOf, supportEnd } from "./support.ts"

/** The releases of Erlang/OTP in an index, newest first. Branches are no versions. */
export function listOtp(index: BuildIndex): readonly ListedVersion[] {
  return listing(index, parseOtp)
    .builds.filter(({ version }) => version.branch === undefined)
    .toSorted((a, b) => compareOtp(b.version, a.version))
    .map(({ version, sha256 }) =>
      listed("erlang", version.text, {
        isPrerelease: !isStableOtp(version),
        hasDigest: sha256 !== undefined,
      }),
    )
}

/** The releases of Elixir in its index that run on some of these OTP majors, newest first. */
export function listElixir(index: BuildIndex, majors: ReadonlySet<number>): readonly ListedVersion[] {
  const builds = listing(index, parseElixirRef).builds.filter(({ version }) => version.branch === undefined)
  const { fitOf } = fitsOf(builds)
  return [...Map.groupBy(builds, ({ version }) => version.version)]
    .toSorted(([a], [b]) => compare(b, a))
    .flatMap(([version, its]) => {
      const runs = (major: number) => its.some((build) => fitOf(build.version, major) === "made for it")
      const otp = [...majors].filter(runs).toSorted((a, b) => b - a)
      if (otp.length === 0) return []
      const isPrerelease = prerelease(version) !== null
      const hasDigest = its.every(({ sha256 }) => sha256 !== undefined)
      return [listed("elixir", version, { isPrerelease, hasDigest, otp })]
    })
}

/** The releases of Node that were built for Linux on an architecture, newest first. */
export function listNode(index: NodeIndex, arch: Arch): readonly ListedVersion[] {
  return index.releases
    .filter(({ files }) => files.includes(`linux-${nodeArch[arch]}`))
    .toSorted((a, b) => compare(b.version, a.version))
    .map(({ version, lts }) =>
      listed("node", version, {
        isPrerelease: prerelease(version) !== null,
        hasDigest: true,
        lts: lts === false ? undefined : lts,
      }),
    )
}

/** Of each line the version that is taken when nothing but the line is asked for; lines with pre-releases only have none. */
export function newestOfLines(versions: readonly ListedVersion[]): readonly ListedVersion[] {
  const lines = Map.groupBy(
    versions.filter(({ isPrerelease }) => !isPrerelease),
    ({ line }) => line,
  )
  return [...lines.values()].flatMap((line) => {
    const good = line.filter((version) => version.knownBad === undefined)
    return good.find(({ hasDigest }) => hasDigest) ?? good[0] ?? line.slice(0, 1)
  })
}

function listed(
  name: ListedName,
  version: string,
  more: Omit<ListedVersion, "version" | "line" | "supportEnd" | "knownBad">,
): ListedVersion {
  return {
    version,
    line: lineOf(name, version),
    ...more,
    supportEnd: supportEnd(name, version)?.date,
    knownBad: knownBad(name, version)?.why,
  }
}
