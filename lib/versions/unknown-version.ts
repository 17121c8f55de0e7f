import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin, type Origin } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import { assignment, type VersionName } from "./assignment.ts"
import type { Demand } from "./demands.ts"
import type { Kin } from "./kin.ts"
import { nearestToBranch, nearestVersions } from "./nearest.ts"
import type { WantedKind } from "./wanted.ts"

/** What there is instead. */
interface Known {
  readonly names: readonly VersionName[]
  /** What is nearer than other versions. */
  readonly kin: Kin | undefined
}

/** A wish, or what the code demands, that no version in the index meets; the nearest known ones are named. */
export function unknownVersion(
  name: RuntimeName,
  { setting: { value, origin }, wanted }: Demand<unknown>,
  { names, kin }: Known,
  source: string,
): BuildpackError {
  const asking = origin.kind === "default" ? "The app asks for" : `${describeOrigin(origin)} asks for`
  const isRange = wanted.kind === "range"
  const title = isRange
    ? `No version of ${runtimeTitles[name]} that can be installed meets ${quotable(value)}`
    : `There is no ${runtimeTitles[name]} ${quotable(value)} to install`
  const why = isRange
    ? `${asking} a version in that range, but ${source} lists none.`
    : `${asking} it, but ${source} does not list it.`
  const wayOut =
    kin === undefined
      ? nearest(name, nearestNames(value, wanted.kind, names), origin)
      : oneOf(kin.there, assignment(name, { version: kin.best }, origin), origin)
  return new BuildpackError("version/unknown", title, {
    help: prose`
      ${why}
      ${wayOut}
    `,
  })
}

/** Branches are offered to who asked for one, and to nobody else. */
function nearestNames(text: string, kind: WantedKind, known: readonly VersionName[]): readonly VersionName[] {
  const names = new Map(known.map((name) => [name.version, name]))
  const branches = known.flatMap(({ branch, version }) => (branch === undefined ? [] : [version]))
  const releases = known.flatMap(({ branch, version }) => (branch === undefined ? [version] : []))
  const nearest = kind === "ref" ? nearestToBranch(text, { branches, releases }) : nearestVersions(text, releases)
  return nearest.flatMap((version) => names.get(version) ?? [])
}

function nearest(name: RuntimeName, names: readonly VersionName[], origin: Origin): string {
  const [best] = names
  if (best === undefined) return "It lists no version at all for this platform; if it is a mirror, add one."
  const there = `The nearest versions there: ${names.map(({ version }) => version).join(", ")}`
  return oneOf(there, assignment(name, best, origin), origin)
}

function oneOf(there: string, example: string, origin: Origin): string {
  return prose`
    ${there}

    Name one of them${origin.kind === "file" ? ` in ${origin.file}` : ""}, for example:

        ${example}
  `
}
