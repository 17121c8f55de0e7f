import type { Build, VersionOrder } from "./candidates.ts"
import { compareTexts } from "./numbers.ts"

/** One build of each version, newest first. Where versions do not decide, refs do, and not the order of the index. */
export function newestFirst<Version>(
  builds: readonly Build<Version>[],
  order: VersionOrder<Version>,
): readonly Build<Version>[] {
  return sorted(oneOfEach(builds, order), order)
}

/** The same, of those that are newer than a version: a few as a rule, so that little is sorted. */
export function newerFirst<Version>(
  builds: readonly Build<Version>[],
  order: VersionOrder<Version>,
  than: Version,
): readonly Build<Version>[] {
  const newer = oneOfEach(builds, order).filter(({ version }) => order.compare(version, than) > 0)
  return sorted(newer, order)
}

function oneOfEach<Version>(
  builds: readonly Build<Version>[],
  { named }: VersionOrder<Version>,
): readonly Build<Version>[] {
  const versions = new Map<string, Build<Version>>()
  for (const build of builds) {
    const { version } = named(build.version)
    const known = versions.get(version)
    if (known === undefined || build.ref < known.ref) versions.set(version, build)
  }
  return [...versions.values()]
}

function sorted<Version>(
  builds: readonly Build<Version>[],
  { compare }: VersionOrder<Version>,
): readonly Build<Version>[] {
  return builds.toSorted((a, b) => compare(b.version, a.version) || compareTexts(a.ref, b.ref))
}
