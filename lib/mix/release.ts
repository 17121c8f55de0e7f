import { posix } from "node:path"
import type { App } from "../app/app.ts"
import { mixLine } from "../app/mix-line.ts"
import type { MixProject } from "../app/mix-project.ts"
import { readMixProject } from "../app/project-file.ts"
import { plannedRelease, type ReleasePlan } from "../app/release-plan.ts"
import { releaseSettings } from "../app/release-settings.ts"
import { releasesFolder } from "../app/releases.ts"
import { settingName } from "../app/setting-names.ts"
import type { BuildRequest, Facts } from "../core/buildpack.ts"
import { BuildpackError } from "../core/error.ts"
import { pathInApp } from "../core/named-paths.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import type { Step } from "../core/step.ts"
import { mixEnvironment } from "./environment.ts"
import type { ReleaseAssembly } from "./release-assembly.ts"
import type { FormerRelease, RefreshableRelease } from "./release-refresh.ts"

/** The user's side of a request. */
export type Wish = Pick<BuildRequest, "env" | "purpose">

/** Whether the app becomes a release, and which; the same for whichever buildpack makes it. */
export async function planRelease(app: App, { env, purpose }: Wish): Promise<ReleasePlan> {
  if (purpose === "test") return { kind: "none", origin: { kind: "default", why: "tests run from the build" } }
  const { hasRelFolder, scripts } = app
  const { folder, wanted, name } = releaseSettings(app, env)
  const project = folder === undefined ? app.project : await projectIn(app, folder)
  return plannedRelease({ project, hasRelFolder, scripts, wanted, name })
}

async function projectIn(app: App, folder: Setting<string>): Promise<MixProject> {
  const project = await readMixProject(app.folder, folder.value)
  if (project === undefined) throw noProject(folder)
  return project
}

/** The steps that assemble the release; none when the app runs from its build. */
export function releaseSteps(app: App, release: ReleasePlan, wish: Wish): readonly Step[] {
  if (release.kind === "none") return []
  const assembly = assemblyOf(app, release, wish)
  const refreshable = refreshableOf(app, release, wish)
  let former: FormerRelease | undefined
  const formerStep: Step = {
    name: "former-release",
    // Beside the compilation, which leaves a core idle, or waits for files.
    needs: ["restore", "deps"],
    run: async (context) => {
      const { formerRelease } = await import("./release-refresh.ts")
      former = refreshable && (await formerRelease(refreshable, context))
      return []
    },
  }
  return [
    ...(refreshable === undefined ? [] : [formerStep]),
    {
      name: "release",
      title: `Assembling the release ${release.name?.value ?? ""}`.trimEnd(),
      needs: ["compile", "hook_post_compile", "assets", "digest", "return", "former-release"],
      run: async (context) => {
        const { assembleReleases } = await import("./release-assembly.ts")
        await assembleReleases(assembly, former, context)
        return []
      },
    },
  ]
}

function assemblyOf(app: App, release: MadeRelease, wish: Wish): ReleaseAssembly {
  const { folder, args, keep } = releaseSettings(app, wish.env)
  const options = new Set([...(args?.value ?? []), "--overwrite"])
  return {
    folder: folder?.value ?? ".",
    tasks: [release.args, ...release.others.map((other) => [other])].map((names) => ["release", ...names, ...options]),
    places: { folders: releaseFolders(app, wish), name: onlyName(release) },
    keep: keep.flatMap(({ value }) => pathInApp(value) ?? []),
  }
}

/** The only release, when that of the last build may be brought up to date instead. */
function refreshableOf(app: App, release: MadeRelease, wish: Wish): RefreshableRelease | undefined {
  const { folder, args } = releaseSettings(app, wish.env)
  const name = onlyName(release)
  // From another folder, or with options, Mix may make it elsewhere and of other things.
  if (name === undefined || folder !== undefined || args !== undefined) return undefined
  return { root: posix.join(releaseFolder(app, wish), name), args: release.args }
}

function onlyName({ name, others }: MadeRelease): string | undefined {
  return others.length === 0 ? name?.value : undefined
}

type MadeRelease = Extract<ReleasePlan, { readonly kind: "release" }>

/** Where `mix release` puts releases, from the app's folder. */
export function releaseFolder(app: App, wish: Wish): string {
  const { folder } = releaseSettings(app, wish.env)
  return releasesFolder({ project: folder?.value ?? "", mixEnv: mixEnvironment(wish), env: wish.env })
}

/** The same for all that it may be: a project of an umbrella builds at the umbrella's top, another one in its own folder. */
export function releaseFolders(app: App, wish: Wish): readonly string[] {
  const top = releasesFolder({ project: "", mixEnv: mixEnvironment(wish), env: wish.env })
  return [...new Set([top, releaseFolder(app, wish)])]
}

/** Whether Mix is there when the app runs: without a release, or when something that is run wants it beside one. */
export function runsOnMix(app: App, release: ReleasePlan): boolean {
  return release.kind === "none" || mixLine(app.scripts) !== undefined
}

/** What both buildpacks tell about the app. */
export function mixFacts({ phoenix, project }: App, plan: ReleasePlan, wish: Wish): Facts {
  const name = plan.kind === "release" ? plan.name?.value : undefined
  return {
    mix_env: mixEnvironment(wish),
    phoenix,
    umbrella: project.appsPath !== undefined,
    ...(name === undefined ? {} : { release: name }),
  }
}

function noProject({ value, origin }: Setting<string>): BuildpackError {
  const name = settingName("release_folder", origin)
  return new BuildpackError("release/no-project", `There is no mix.exs in ${value}, where the release is to be made`, {
    help: prose`
      ${describeOrigin(origin)} names that folder, as ${name}. It is the one, from the app's top folder, whose
      mix.exs has the release. Correct it; without the setting the release is made in the top folder.
    `,
  })
}
