import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin, type Origin, type Setting } from "../core/setting.ts"
import { setVariable } from "../core/variable-advice.ts"
import { quotable } from "../core/visible.ts"
import { mixLine, namesRelease } from "./mix-line.ts"
import type { MixProject, Releases } from "./mix-project.ts"
import type { Script } from "./scripts.ts"

/** Whether a release will be made, and which. */
export type ReleasePlan =
  | { readonly kind: "none"; readonly origin: Origin }
  | {
      readonly kind: "release"
      /** Undefined when only Mix can tell it. */
      readonly name?: Setting<string> | undefined
      /** What `mix release` must be given: it knows no name that mix.exs does not list. */
      readonly args: readonly string[]
      /** Further releases, each of which is another process type. */
      readonly others: readonly string[]
      /** Why a release is made at all. */
      readonly origin: Origin
    }

/** What decides about the release. */
export interface ReleaseWish {
  readonly project: MixProject
  readonly hasRelFolder: boolean
  /** What is run of the app, other than the release. */
  readonly scripts: readonly Script[]
  /** The user's yes or no. */
  readonly wanted?: Setting<boolean> | undefined
  /** The user's choice of a release, or of several, the first of them as `web`; it says yes as well. */
  readonly name?: Setting<string> | undefined
}

/** Decides about the release. Throws `release/ambiguous` and `release/unknown-name`. */
export function plannedRelease(wish: ReleaseWish): ReleasePlan {
  const { make, origin } = whether(wish)
  if (!make) return { kind: "none", origin }
  const { releases, app, defaultRelease } = wish.project
  const [asked, ...further] = eachName(wish.name)
  const others = further.map(({ value }) => value)
  if (releases.kind === "none") {
    const [unknown] = further
    if (unknown !== undefined) throw unknownName(unknown, [])
    return { kind: "release", name: nameWithoutList(asked, app), args: [], others, origin }
  }
  const name = asked ?? defaultRelease
  if (releases.kind === "computed") return { kind: "release", name, args: name ? [name.value] : [], others, origin }
  const choice = name ?? theOnly(releases)
  for (const each of [choice, ...further])
    if (!releases.names.includes(each.value)) throw unknownName(each, releases.names)
  return { kind: "release", name: choice, args: [choice.value], others, origin }
}

function eachName(setting: Setting<string> | undefined): readonly Setting<string>[] {
  if (setting === undefined) return []
  return setting.value.split(/\s+/).map((value) => ({ value, origin: setting.origin }))
}

function whether({ project, hasRelFolder, scripts, wanted, name }: ReleaseWish): { make: boolean; origin: Origin } {
  if (wanted !== undefined) return { make: wanted.value, origin: wanted.origin }
  // Its processes would find no Mix beside a release.
  const line = namesRelease(scripts) ? undefined : mixLine(scripts)
  if (line !== undefined && name === undefined) return { make: false, origin: line.origin }
  if (project.releases.kind !== "none") return { make: true, origin: project.releases.origin }
  if (hasRelFolder && project.app !== undefined) return { make: true, origin: { kind: "file", file: "rel" } }
  if (name !== undefined) return { make: true, origin: name.origin }
  return { make: false, origin: { kind: "default", why: "mix.exs defines no releases" } }
}

function theOnly({ names, origin }: Extract<Releases, { kind: "named" }>): Setting<string> {
  const [name, ...others] = names
  if (name === undefined || others.length > 0) throw ambiguous(names)
  return { value: name, origin }
}

/** Without `releases:` Mix makes one, named after the app; an umbrella has no such name. */
function nameWithoutList(asked: Setting<string> | undefined, app: string | undefined): Setting<string> | undefined {
  if (asked !== undefined && asked.value !== app) throw unknownName(asked, [])
  return (
    asked ?? (app === undefined ? undefined : { value: app, origin: { kind: "default", why: "named after the app" } })
  )
}

function ambiguous(names: readonly string[]): BuildpackError {
  const [first = ""] = names
  return new BuildpackError("release/ambiguous", `mix.exs defines ${names.length} releases and none is chosen`, {
    help: prose`
      The releases are:
        ${names.join("\n")}

      Choose one in mix.exs, beside "releases:": default_release: :${first}
      or in project.toml, in the table [com.beampack]: release = "${first}"
      or with a variable:
        ${setVariable(`BEAMPACK_RELEASE=${first}`)}
    `,
  })
}

function unknownName(name: Setting<string>, known: readonly string[]): BuildpackError {
  const origin = describeOrigin(name.origin)
  return new BuildpackError(
    "release/unknown-name",
    `There is no release "${quotable(name.value)}", which ${origin} asks for`,
    {
      help:
        known.length === 0
          ? prose`
          mix.exs has no "releases:", so Mix makes one release, named after the app.
          Drop the name from ${origin}, or add to the project in mix.exs: releases: [${name.value}: []]
        `
          : prose`
          The releases of mix.exs are:
            ${known.join("\n")}

          Put one of them in ${origin}, or add "${name.value}: [...]" to "releases:" in mix.exs.
        `,
    },
  )
}
