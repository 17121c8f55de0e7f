import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { runtimeTitles } from "../core/runtime.ts"
import { describeOrigin } from "../core/setting.ts"
import { assignment } from "./assignment.ts"
import type { Build, VersionOrder } from "./candidates.ts"
import type { Demands } from "./demands.ts"
import { newestFirst } from "./newest.ts"

/** Requirements that versions meet one by one, but none all of them: all their places, and what to change in the fewest. */
export function contradiction<Version>(
  { name, requirements }: Demands<Version>,
  builds: readonly Build<Version>[],
  order: VersionOrder<Version>,
): BuildpackError {
  const title = `No version of ${runtimeTitles[name]} meets all that the app requires`
  const unmetBy = (version: Version) => requirements.filter(({ wanted }) => !wanted.allows(version))
  const stable = builds.filter(({ version }) => order.isStable(version))
  const ranked = newestFirst(stable.length > 0 ? stable : builds, order)
    .map(({ version }) => ({ label: order.label(version), unmet: unmetBy(version) }))
    .sort((a, b) => a.unmet.length - b.unmet.length)
  const lines = (ranked[0]?.unmet ?? []).map(
    ({ setting: { origin } }) => `${describeOrigin(origin)}:  ${assignment(name, ranked[0]?.label ?? "", origin)}`,
  )
  return new BuildpackError("version/contradiction", title, {
    help: prose`
      Each of these can be met, but no version meets them all:

          ${requirements.map(({ setting }) => `${describeOrigin(setting.origin)} requires ${setting.value}`).join("\n")}

      Make them agree. The least change is for ${runtimeTitles[name]} ${ranked[0]?.label ?? ""}:

          ${lines.join("\n")}
    `,
  })
}
