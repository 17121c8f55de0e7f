import { join, posix } from "node:path"
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
import type { Step, StepContext } from "../core/step.ts"
import { mixEnvironment } from "./environment.ts"
import { watchCompile } from "./second-compile.ts"
import { mix } from "./task.ts"

const COMPILED_AGAIN =
  "Mix has compiled once more: something that the app was compiled with has changed during the build"

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

/** The step that assembles the release; none when the app runs from its build. */
export function releaseSteps(app: App, release: ReleasePlan, request: BuildRequest): readonly Step[] {
  if (release.kind === "none") return []
  const { folder, args, keep } = releaseSettings(app, request.env)
  const options = new Set([...(args?.value ?? []), "--overwrite"])
  const assemble = async (context: StepContext): Promise<void> => {
    const inside = { ...context, app: join(context.app, folder?.value ?? ".") }
    for (const names of [release.args, ...release.others.map((name) => [name])]) {
      await mix(["release", ...names, ...options], inside)
    }
  }
  const places = {
    folders: releaseFolders(app, request),
    name: release.others.length === 0 ? release.name?.value : undefined,
  }
  const [top = ""] = places.folders
  const isUsual = folder === undefined && args === undefined
  const root = isUsual && places.name !== undefined ? posix.join(top, places.name) : undefined
  return [
    {
      name: "release",
      title: `Assembling the release ${release.name?.value ?? ""}`.trimEnd(),
      needs: ["compile", "hook_post_compile", "assets", "digest", "return"],
      run: async (context) => {
        const [{ withCookies }, { removeExcess }, { formerRelease }] = await Promise.all([
          import("./release-cookies.ts"),
          import("./release-excess.ts"),
          import("./release-refresh.ts"),
        ])
        const { output, hasCompiled } = watchCompile(context.output)
        const former = root === undefined ? undefined : await formerRelease({ root, args: release.args }, context)
        await withCookies(places, context, async () => {
          const watched = { ...context, output }
          if (!(await former?.refresh(watched))) await assemble(watched)
        })
        if (hasCompiled()) context.output({ kind: "detail", text: COMPILED_AGAIN })
        const kept = keep.flatMap(({ value }) => pathInApp(value) ?? [])
        await removeExcess({ folders: places.folders, keep: kept }, context)
        return []
      },
    },
  ]
}

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
