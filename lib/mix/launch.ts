import { posix } from "node:path"
import type { App } from "../app/app.ts"
import { stands } from "../app/folder.ts"
import { includedFiles, matchingFiles } from "../app/included-files.ts"
import { launchSpec } from "../app/processes.ts"
import type { ReleasePlan } from "../app/release-plan.ts"
import { releaseSettings } from "../app/release-settings.ts"
import { buildFolder, builtReleases, hasErts, type Release } from "../app/releases.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import { BuildpackError } from "../core/error.ts"
import type { LaunchSpec } from "../core/launch.ts"
import { pathInApp } from "../core/named-paths.ts"
import type { Output } from "../core/output.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin } from "../core/setting.ts"
import { mixEnvironment } from "./environment.ts"
import { planRelease, releaseFolder, releaseFolders, runsOnMix, type Wish } from "./release.ts"
import { buildSlices, releaseSlices } from "./slices.ts"

type PlannedRelease = Extract<ReleasePlan, { readonly kind: "release" }>

/** How the app will be started, as its sources tell. */
export function plannedLaunch(app: App, plan: ReleasePlan, wish: Wish): LaunchSpec {
  const { procfile, phoenix, overlays } = app
  const name = plan.kind === "release" ? plan.name?.value : undefined
  const release = name === undefined ? undefined : { name, root: posix.join(releaseFolder(app, wish), name), overlays }
  return launchSpec({ procfile, phoenix, mixEnv: mixEnvironment(wish), release })
}

/**
 * How the built app is started: by the release that was planned, or the only one there is. Throws `release/not-found` and
 * `release/no-erts`.
 */
export async function builtLaunch(app: App, { output, ...wish }: BuildRequest): Promise<LaunchSpec> {
  const { procfile, phoenix } = app
  const mixEnv = mixEnvironment(wish)
  const plan = await planRelease(app, wish)
  await warnOfAbsent(app, output)
  if (plan.kind === "none") {
    return {
      ...launchSpec({ procfile, phoenix, mixEnv }),
      slices: await buildSlices(app, buildFolder({ project: "", mixEnv, env: wish.env })),
    }
  }
  const releases = await findReleases(app, plan, wish)
  const [release, ...otherReleases] = releases
  const spec = launchSpec({ procfile, phoenix, mixEnv, release, otherReleases })
  if (runsOnMix(app, plan)) return spec
  const files = [...releases.map(({ root }) => root), ...namedFiles(app), ...(await keptFiles(app, wish, output))]
  return { ...spec, files, slices: await releaseSlices(app, releases) }
}

/** A line of the Procfile whose program the build has not made cannot be started. */
async function warnOfAbsent({ folder, procfile }: App, output: Output): Promise<void> {
  for (const { value, origin } of Object.values(procfile)) {
    const program = /^(?:\w+=\S*\s+|(?:env|exec|sh|bash)\s+)*((?:[\w.-]+\/)+[\w.-]+)(?=\s|$)/.exec(value)?.[1]
    if (program === undefined || (await stands(folder, program, "file"))) continue
    output({ kind: "warning", text: `${describeOrigin(origin)}: there is no ${program} in the built app` })
  }
}

/** The releases of a built app, the planned one first. Throws `release/not-found` and `release/no-erts`. */
export async function findReleases(app: App, plan: PlannedRelease, wish: Wish): Promise<readonly Release[]> {
  const folders = releaseFolders(app, wish)
  const found = (await Promise.all(folders.map((folder) => builtReleases(app.folder, folder)))).flat()
  if (found.length === 0) throw notFound(folders)
  for (const each of found) if (!(await hasErts(app.folder, each))) throw noErts(each)
  const main = found.find(({ name }) => name === plan.name?.value)
  return main === undefined ? found : [main, ...found.filter((other) => other !== main)]
}

function namedFiles({ scripts }: App): readonly string[] {
  return scripts.flatMap(({ names }) => names)
}

/** What the user wants to have beside the release. */
async function keptFiles(app: App, { env }: Wish, output: Output): Promise<readonly string[]> {
  const { keep, includes } = releaseSettings(app, env)
  const kept: string[] = []
  for (const { value, origin } of keep) {
    const found = await matchingFiles(app.folder, pathInApp(value))
    if (found.length === 0) output({ kind: "warning", text: `${describeOrigin(origin)}: the app has no ${value}` })
    kept.push(...found)
  }
  return [...kept, ...(await includedFiles(app.folder, includes))]
}

function notFound(folders: readonly string[]): BuildpackError {
  return new BuildpackError(
    "release/not-found",
    "mix release has made no release where the app would be started from",
    {
      help: prose`
      Looked in:
        ${folders.join("\n")}

      A release has to stay where Mix puts it. Does mix.exs set path: for it, or build_path:? Remove that; where a release
      needs another place for itself, a step of its own in mix.exs can copy it there.
    `,
    },
  )
}

function noErts({ name }: Release): BuildpackError {
  return new BuildpackError("release/no-erts", `The release ${name} has no Erlang in it`, {
    help: prose`
      mix.exs says include_erts: false for it, and the app runs where there is no other Erlang. Remove that, or let Mix run
      the app in place of a release: release=false in elixir_buildpack.config.
    `,
  })
}
