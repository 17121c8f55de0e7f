import compare from "semver/functions/compare.js"
import prerelease from "semver/functions/prerelease.js"
import type { Arch } from "../core/target.ts"
import type { ListedName, ListedVersion } from "../core/version-list.ts"
import type { BuildIndex } from "./builds-txt.ts"
import { type Build, listedBuilds } from "./candidates.ts"
import { compareElixir, type ElixirRef, elixirLabel, isStableElixir, parseElixirRef } from "./elixir-ref.ts"
import { fitsOf } from "./elixir-support.ts"
import { knownBad } from "./known-bad.ts"
import { type NodeIndex, nodeArch } from "./node-index.ts"
import { compareOtp, isStableOtp, parseOtp } from "./otp-version.ts"
import { lineOf, supportEnd } from "./support.ts"

/** Whether releases are listed, or branches, which nobody has released yet. */
type Kind = "releases" | "branches"

/** The Erlang/OTP in an index, newest first. */
export function listOtp(index: BuildIndex, kind: Kind = "releases"): readonly ListedVersion[] {
  return listedBuilds(index, parseOtp)
    .builds.filter(({ version }) => isOf(kind, version))
    .toSorted((a, b) => compareOtp(b.version, a.version))
    .map(({ version, sha256 }) =>
      listed("erlang", version.text, {
        isPrerelease: !isStableOtp(version),
        hasDigest: sha256 !== undefined,
      }),
    )
}

/** The Elixirs in their index that run on some of these OTP majors, newest first. */
export function listElixir(
  index: BuildIndex,
  majors: ReadonlySet<number>,
  kind: Kind = "releases",
): readonly ListedVersion[] {
  const builds = listedBuilds(index, parseElixirRef).builds.filter(({ version }) => isOf(kind, version))
  const { fitOf } = fitsOf(builds)
  return [...Map.groupBy(builds.toSorted(newestElixir), ({ version }) => elixirLabel(version))].flatMap(
    ([version, its]) => {
      const runs = (major: number) => its.some((build) => fitOf(build.version, major) === "made for it")
      const otp = [...majors].filter(runs).toSorted((a, b) => b - a)
      if (otp.length === 0) return []
      const isPrerelease = its.some((build) => !isStableElixir(build.version))
      const hasDigest = its.every(({ sha256 }) => sha256 !== undefined)
      return [listed("elixir", version, { isPrerelease, hasDigest, otp })]
    },
  )
}

function newestElixir(left: Build<ElixirRef>, right: Build<ElixirRef>): number {
  return compareElixir(right.version, left.version)
}

function isOf(kind: Kind, { branch }: { readonly branch?: string }): boolean {
  return (branch !== undefined) === (kind === "branches")
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
