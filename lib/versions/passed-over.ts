import type { PassedOver } from "../core/runtime.ts"
import { newerFirst } from "./build-order.ts"
import type { Build, VersionOrder } from "./candidates.ts"
import { type Demands, isNamed, saying } from "./demands.ts"

const MOST = 3

/**
 * The newer stable versions that one would have expected, and why each was not taken: for each reason the newest, at most
 * three. Nobody expects another than the very version that was asked for. `whyNot` gets those that nobody refuses.
 */
export function passedOver<Version>(
  chosen: Version,
  builds: readonly Build<Version>[],
  order: VersionOrder<Version>,
  demands: Demands<Version>,
  whyNot: (build: Build<Version>) => string | undefined,
): readonly PassedOver[] {
  if (isNamed(demands, chosen) || !order.isStable(chosen)) return []
  const stable = builds.filter(({ version }) => order.isStable(version))
  const byReason = new Map<string, PassedOver>()
  for (const build of newerFirst(stable, order, chosen)) {
    if (isOutOfQuestion(build.version, demands)) continue
    const why = refusal(build.version, chosen, demands) ?? whyNot(build)
    if (why !== undefined && !byReason.has(why)) byReason.set(why, { version: order.named(build.version).version, why })
    if (byReason.size === MOST) break
  }
  return [...byReason.values()]
}

/** Who asks for `27` or `lts/jod` does not look for another one; who gives a range may have forgotten its end. */
function isOutOfQuestion<Version>(version: Version, { wish }: Demands<Version>): boolean {
  return wish !== undefined && wish.wanted.kind !== "range" && !wish.wanted.allows(version)
}

/** Who refuses a version. A requirement that the chosen one does not meet either was of no weight. */
function refusal<Version>(
  version: Version,
  chosen: Version,
  { wish, requirements }: Demands<Version>,
): string | undefined {
  if (wish !== undefined && !wish.wanted.allows(version)) return saying(wish.setting)
  const refusing = requirements.find(({ wanted }) => wanted.allows(chosen) && !wanted.allows(version))
  return refusing && saying(refusing.setting)
}
