import compare from "semver/functions/compare.js"
import type { VersionWishes } from "../core/runtime.ts"
import type { Origin } from "../core/setting.ts"
import { type Arch, arches } from "../core/target.ts"
import { newestFirst } from "./build-order.ts"
import { type Build, candidates, type VersionOrder } from "./candidates.ts"
import type { Choice } from "./choice.ts"
import { askedFor, type Demands, isNamed, readDemands } from "./demands.ts"
import { emptyIndex } from "./empty-index.ts"
import { otherReleases } from "./kin.ts"
import { knownBad } from "./known-bad.ts"
import { type NodeIndex, type NodeRelease, nodeArch } from "./node-index.ts"
import { readNodeWish } from "./node-wish.ts"
import { isThere, mayBeElsewhere, notFor } from "./not-for-stack.ts"
import { passedOver } from "./passed-over.ts"

const order: VersionOrder<NodeRelease> = {
  compare: (left, right) => compare(left.version, right.version),
  isStable: ({ version }) => !version.includes("-"),
  named: ({ version }) => ({ version }),
  kin: otherReleases,
}

const newestLts: Origin = { kind: "default", why: "newest LTS" }
const newestOfAll: Origin = { kind: "default", why: "newest, for want of an LTS release" }

/**
 * Node.js, of the releases built for this architecture: the newest of a long-term support line that is asked for, else the
 * newest that is; none that is known to be bad, unless there is no other. Its digest is not in this index. Throws as
 * `candidates` does, and `version/not-for-stack`.
 */
export function chooseNode(index: NodeIndex, arch: Arch, wishes?: VersionWishes): Choice {
  const demands = readDemands<NodeRelease>("node", (text) => readNodeWish(text, index.releases), wishes)
  const best = bestRelease(allowedReleases(index, arch, demands), demands)
  if (best === undefined) throw emptyIndex("node", index.source)
  const { lts, version: value } = best.version
  const { origin, asked } = askedFor(demands, lts === false ? newestOfAll : newestLts)
  const passed = passedOver(best.version, builds(index), order, demands, (build) => whyNot(build, arch, asked))
  return { version: { value, origin }, asked, passedOver: passed, ref: best.ref }
}

function allowedReleases(index: NodeIndex, arch: Arch, demands: Demands<NodeRelease>): readonly Build<NodeRelease>[] {
  const choose = (arch: Arch) => {
    const its = builds(index).filter((build) => isBuiltFor(arch, build))
    const source = `${index.source} (${platform(arch)})`
    return candidates({ source, rememberedAt: index.rememberedAt, builds: its }, order, demands)
  }
  try {
    return choose(arch)
  } catch (error) {
    if (!mayBeElsewhere(error)) throw error
    const others = arches.filter((other) => isThere(() => choose(other)))
    throw notFor(error, platform(arch), others.map(platform))
  }
}

function bestRelease(
  allowed: readonly Build<NodeRelease>[],
  demands: Demands<NodeRelease>,
): Build<NodeRelease> | undefined {
  const isGood = ({ version }: Build<NodeRelease>) => isNamed(demands, version) || defect(version) === undefined
  const good = allowed.filter(isGood)
  const pool = newestFirst(good.length > 0 ? good : allowed, order)
  const [newest] = pool
  const takesNewest = demands.wish !== undefined && readNodeWish(demands.wish.setting.value)?.takesNewest === true
  return takesNewest ? newest : (pool.find(({ version }) => version.lts !== false) ?? newest)
}

/** Why a newer release was not taken, though nobody refuses it. When nobody asks, the origin says that an LTS release was. */
function whyNot(build: Build<NodeRelease>, arch: Arch, asked: string | undefined): string | undefined {
  const { lts } = build.version
  if (lts === false && asked === undefined) return undefined
  if (!isBuiltFor(arch, build)) return `it is not built for ${platform(arch)}`
  return defect(build.version) ?? (lts === false ? "it is of no long-term support line" : undefined)
}

function builds({ releases }: NodeIndex): readonly Build<NodeRelease>[] {
  return releases.map((version) => ({ ref: `v${version.version}`, version }))
}

function isBuiltFor(arch: Arch, { version }: Build<NodeRelease>): boolean {
  return version.files.includes(platform(arch))
}

function defect({ version }: NodeRelease): string | undefined {
  return knownBad("node", version)?.why
}

function platform(arch: Arch): string {
  return `linux-${nodeArch[arch]}`
}
