import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { runtimeTitles } from "../core/runtime.ts"
import { describeOrigin } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import { assignment } from "./assignment.ts"
import { newestFirst } from "./build-order.ts"
import type { Build, VersionOrder } from "./candidates.ts"
import type { Demands } from "./demands.ts"
import { distanceFrom } from "./nearest.ts"
import { compareNumbers } from "./numbers.ts"

/**
 * Requirements that versions meet one by one, but none all of them: all their places, and what to change in the fewest, for
 * the version that is nearest to what these ask for.
 */
export function contradiction<Version>(
  { name, requirements }: Demands<Version>,
  builds: readonly Build<Version>[],
  order: VersionOrder<Version>,
): BuildpackError {
  const title = `No version of ${runtimeTitles[name]} meets all that the app requires`
  const unmetBy = (version: Version) => requirements.filter(({ wanted }) => !wanted.allows(version))
  const stable = builds.filter(({ version }) => order.isStable(version))
  const ranked = newestFirst(stable.length > 0 ? stable : builds, order)
    .map(({ version }) => {
      const [wanted, unmet] = [order.named(version), unmetBy(version)]
      return { wanted, unmet, distance: unmet.flatMap(({ setting }) => distanceFrom(setting.value, wanted.version)) }
    })
    .sort((a, b) => a.unmet.length - b.unmet.length || compareNumbers(a.distance, b.distance))
  const { wanted, unmet } = ranked[0] ?? { wanted: { version: "" }, unmet: [] }
  const lines = unmet.map(
    ({ setting: { origin } }) => `${describeOrigin(origin)}:  ${assignment(name, wanted, origin)}`,
  )
  return new BuildpackError("version/contradiction", title, {
    help: prose`
      Each of these can be met, but no version meets them all:

          ${requirements.map(({ setting }) => `${describeOrigin(setting.origin)} requires ${quotable(setting.value)}`).join("\n")}

      Make them agree. The least change is for ${runtimeTitles[name]} ${wanted.version}:

          ${lines.join("\n")}
    `,
  })
}
