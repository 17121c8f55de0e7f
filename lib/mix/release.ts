import { type App, readApp, readConfig } from "../app/app.ts"
import { yesOrNo } from "../app/config-value.ts"
import { launchSpec } from "../app/processes.ts"
import { plannedRelease, type ReleasePlan } from "../app/release-plan.ts"
import { builtReleases, releaseRoot } from "../app/releases.ts"
import type { BuildRequest, Facts } from "../core/buildpack.ts"
import type { Env } from "../core/env.ts"
import type { LaunchSpec } from "../core/launch.ts"
import type { Setting } from "../core/setting.ts"
import type { Step } from "../core/step.ts"
import { mixEnvironment } from "./environment.ts"
import { mix } from "./task.ts"

/** The user's side of a request. */
type Wish = Pick<BuildRequest, "env" | "purpose">

/** Whether the app becomes a release, and which; the same for whichever buildpack makes it. */
export function planRelease(app: App, { env, purpose }: Wish): ReleasePlan {
  if (purpose === "test") return { kind: "none", origin: { kind: "default", why: "tests run from the build" } }
  const { project, hasRelFolder, procfile } = app
  const wanted = yesOrNo("release", readConfig(app, "elixir_buildpack.config", env).get("release"))
  return plannedRelease({ project, hasRelFolder, procfile, wanted, name: nameFrom(env) })
}

/** The step that assembles the release; none when the app runs from its build. */
export function releaseSteps(release: ReleasePlan): readonly Step[] {
  if (release.kind === "none") return []
  return [
    {
      name: "release",
      title: `Assembling the release ${release.name?.value ?? ""}`.trimEnd(),
      needs: ["compile", "assets", "digest"],
      run: async (context) => {
        await mix(["release", ...release.args, "--overwrite"], context)
        return []
      },
    },
  ]
}

/** How the app will be started, as its sources tell. */
export function plannedLaunch(app: App, plan: ReleasePlan, wish: Wish): LaunchSpec {
  const name = plan.kind === "release" ? plan.name?.value : undefined
  const mixEnv = mixEnvironment(wish)
  const release = name === undefined ? undefined : { name, root: releaseRoot(name, mixEnv), overlays: app.overlays }
  return launchSpec({ procfile: app.procfile, phoenix: app.phoenix, mixEnv, release })
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

/** How the built app is started: by the release that was planned, or the only one there is. */
export async function builtLaunch({ app: folder, ...wish }: BuildRequest): Promise<LaunchSpec> {
  const app = await readApp(folder)
  const { procfile, phoenix } = app
  const mixEnv = mixEnvironment(wish)
  const plan = planRelease(app, wish)
  if (plan.kind === "none") return launchSpec({ procfile, phoenix, mixEnv })
  const built = await builtReleases(folder, mixEnv)
  const release = built.find(({ name }) => name === plan.name?.value) ?? built[0]
  const otherReleases = built.filter((other) => other !== release)
  return launchSpec({ procfile, phoenix, mixEnv, release, otherReleases, keep: wordsOf(wish.env.BEAMPACK_KEEP) })
}

function wordsOf(text = ""): readonly string[] {
  return text.split(/\s+/).filter(Boolean)
}

function nameFrom(env: Env): Setting<string> | undefined {
  const name = "BEAMPACK_RELEASE"
  const value = env[name]?.trim()
  return value ? { value, origin: { kind: "env", name } } : undefined
}
