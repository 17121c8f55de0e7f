import type { BuildPlan, Buildpack, BuildRequest } from "./buildpack.ts"
import { type CacheLimit, defaultCacheLimit } from "./cache-limit.ts"
import { heldOutput, type Output } from "./output.ts"
import { runtimeTable } from "./runtime-table.ts"
import { describeOrigin } from "./setting.ts"

/**
 * Has each buildpack decide what to do, and says which runtimes that takes, and why these versions; then what there is to
 * know about them and the rest of the plan. Of a plan that fails only that is said.
 */
export async function planBuild(
  buildpacks: readonly Buildpack[],
  request: BuildRequest,
): Promise<readonly BuildPlan[]> {
  const { output } = request
  output({ kind: "step", text: `Planning the build (${buildpacks.map(({ id }) => id).join(", ")})` })
  const notes = heldOutput(output)
  try {
    const plans = await plansOf(buildpacks, { ...request, output: notes.output })
    for (const text of runtimeTable(plans.flatMap(({ runtimes }) => runtimes))) output({ kind: "detail", text })
    return plans
  } finally {
    notes.open()
  }
}

/** What each buildpack decides to do. When several fail it is the first of the group that is told, whoever fails first. */
export async function plansOf(buildpacks: readonly Buildpack[], request: BuildRequest): Promise<readonly BuildPlan[]> {
  const plans = buildpacks.map((buildpack) => buildpack.plan(request))
  // After a failure nobody waits for those that come later: an origin that does not answer takes long to be given up.
  for (const plan of plans) plan.catch(() => {})
  const decided: BuildPlan[] = []
  for (const plan of plans) decided.push(await plan)
  return decided
}

/** Whether the user wants nothing to be taken from the cache, which is said. */
export function wantsFreshCache(plans: readonly BuildPlan[], output: Output): boolean {
  const wishes = plans.flatMap(({ freshCache }) => (freshCache?.value ? [freshCache] : []))
  for (const origin of new Set(wishes.map((wish) => describeOrigin(wish.origin)))) {
    output({ kind: "detail", text: `Nothing is taken from the cache (${origin})` })
  }
  return wishes.length > 0
}

/** How many bytes the cache may hold. */
export function cacheLimitOf(plans: readonly BuildPlan[]): CacheLimit {
  return plans.find(({ cacheLimit }) => cacheLimit !== undefined)?.cacheLimit ?? defaultCacheLimit
}
