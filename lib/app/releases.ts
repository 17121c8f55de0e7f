import { posix } from "node:path"
import type { Env } from "../core/env.ts"
import { list, stands } from "./folder.ts"

/** Scripts that `mix phx.gen.release` puts beside a release's own. */
export interface Overlays {
  /** `bin/server` starts the app with its web server. */
  readonly server: boolean
  /** `bin/migrate` migrates the database. */
  readonly migrate: boolean
}

/** A release that stands, or will stand, in the app's folder. */
export interface Release {
  readonly name: string
  /** Its folder from the app's, such as `_build/prod/rel/hello`. */
  readonly root: string
  readonly overlays: Overlays
}

/** What decides where Mix builds. */
interface BuildPlace {
  /** The Mix project, from the app's folder. */
  readonly project: string
  readonly mixEnv: string
  readonly env: Env
}

/** The kind of machine that Mix compiles for: `host` is this one. */
export function mixTarget(env: Env): string {
  return env.MIX_TARGET || "host"
}

/** The folder in which Mix builds, from the app's folder. https://hexdocs.pm/mix/Mix.html#module-environment-variables */
export function buildFolder({ project, mixEnv, env }: BuildPlace): string {
  const target = mixTarget(env)
  const name = target === "host" ? mixEnv : `${target}_${mixEnv}`
  const build = env.MIX_BUILD_PATH || posix.join(env.MIX_BUILD_ROOT || "_build", name)
  return posix.join(posix.isAbsolute(build) ? "" : project, build)
}

/** The folder in which `mix release` puts releases, from the app's folder. */
export function releasesFolder(place: BuildPlace): string {
  return posix.join(buildFolder(place), "rel")
}

/** The releases in a folder of the app, by name. Whatever else lies there is left out. */
export async function builtReleases(app: string, folder: string): Promise<readonly Release[]> {
  const names = (await list(app, folder)) ?? []
  const releases = await Promise.all(names.map((name) => readRelease(app, name, posix.join(folder, name))))
  return releases.filter((release) => release !== undefined)
}

/** Whether a release brings its own Erlang, as it does unless mix.exs says `include_erts: false`. */
export async function hasErts(app: string, { root }: Release): Promise<boolean> {
  return ((await list(app, root)) ?? []).some((name) => name.startsWith("erts-"))
}

async function readRelease(app: string, name: string, root: string): Promise<Release | undefined> {
  if (!(await stands(app, `${root}/bin/${name}`, "file"))) return undefined
  if (!(await stands(app, `${root}/releases/start_erl.data`, "file"))) return undefined
  return { name, root, overlays: await scripts(app, `${root}/bin`) }
}

/** The overlays in the sources, which every release of the app will have. */
export async function readOverlays(app: string): Promise<Overlays> {
  return scripts(app, "rel/overlays/bin")
}

async function scripts(app: string, folder: string): Promise<Overlays> {
  return {
    server: await stands(app, `${folder}/server`, "file"),
    migrate: await stands(app, `${folder}/migrate`, "file"),
  }
}
