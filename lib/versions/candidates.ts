import type { BuildpackError } from "../core/error.ts"
import type { VersionName } from "./assignment.ts"
import type { BuildIndex } from "./builds-txt.ts"
import { contradiction } from "./contradiction.ts"
import type { Demand, Demands } from "./demands.ts"
import { emptyIndex } from "./empty-index.ts"
import type { Kin } from "./kin.ts"
import { type ReadList, withoutNewList } from "./remembered-list.ts"
import { unknownVersion } from "./unknown-version.ts"

/** One build that an index lists. */
export interface Build<Version> {
  readonly ref: string
  readonly version: Version
  /** Absent when the index has none. */
  readonly sha256?: string | undefined
}

/** The builds of one runtime that an index lists. */
export interface ListedBuilds<Version> extends ReadList {
  readonly builds: readonly Build<Version>[]
}

/** How the versions of one runtime are told apart. */
export interface VersionOrder<Version> {
  /** Negative when the first is the older one. */
  compare(left: Version, right: Version): number
  isStable(version: Version): boolean
  named(version: Version): VersionName
  /** What is there of the kind that a text asks for in vain, where that is of a kind. */
  kin?(text: string, builds: readonly Build<Version>[]): Kin | undefined
}

/** The builds of an index whose refs are versions. */
export function listedBuilds<Version>(
  { source, rememberedAt, entries }: BuildIndex,
  parse: (ref: string) => Version | undefined,
): ListedBuilds<Version> {
  const builds = entries.flatMap((entry) => {
    const version = parse(entry.ref)
    return version === undefined ? [] : [{ ...entry, version }]
  })
  return { source, rememberedAt, builds }
}

/**
 * The builds that may be chosen. The wish decides: a version that it names and the index lists is meant just so, else
 * every one that it allows. Of these the ones that meet all requirements, when there are any. Without a wish: the stable
 * ones that meet all requirements. Throws `version/unknown`, `version/contradiction` or `version/empty-index`; with a
 * remembered list `version/not-in-remembered-list` in their place.
 */
export function candidates<Version>(
  list: ListedBuilds<Version>,
  order: VersionOrder<Version>,
  demands: Demands<Version>,
): readonly Build<Version>[] {
  const { source, builds } = list
  const { name, wish, requirements } = demands
  const failing = (error: BuildpackError) => withoutNewList(error, [list])
  const stable = builds.filter(({ version }) => order.isStable(version))
  if (wish === undefined && requirements.length === 0) {
    if (stable.length === 0) throw failing(emptyIndex(name, source))
    return stable
  }
  if (builds.length === 0) throw failing(emptyIndex(name, source))
  const unknown = (demand: Demand<Version>) => {
    const names = builds.map(({ version }) => order.named(version))
    return failing(unknownVersion(name, demand, { names, kin: order.kin?.(demand.setting.value, builds) }, source))
  }
  if (wish !== undefined) {
    const wished = meant(builds, wish)
    if (wished.length === 0) throw unknown(wish)
    const both = wished.filter(({ version }) => requirements.every(({ wanted }) => wanted.includes(version)))
    return both.length > 0 ? both : wished
  }
  const met = meetingAll(stable, requirements)
  if (met.length > 0) return met
  // The code may demand what is not released yet.
  const early = meetingAll(builds, requirements)
  if (early.length > 0) return early
  const unmet = requirements.find((requirement) => meetingAll(builds, [requirement]).length === 0)
  if (unmet !== undefined) throw unknown(unmet)
  throw failing(contradiction(demands, builds, order))
}

function meant<Version>(builds: readonly Build<Version>[], { wanted }: Demand<Version>): readonly Build<Version>[] {
  const named = builds.filter(({ version }) => wanted.names(version))
  return named.length > 0 ? named : builds.filter(({ version }) => wanted.allows(version))
}

function meetingAll<Version>(
  builds: readonly Build<Version>[],
  demands: readonly Demand<Version>[],
): readonly Build<Version>[] {
  return builds.filter(({ version }) => demands.every(({ wanted }) => wanted.allows(version)))
}
