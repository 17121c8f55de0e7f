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

/** Where `mix release` puts a release, from the app's folder. */
export function releaseRoot(name: string, mixEnv: string): string {
  return `_build/${mixEnv}/rel/${name}`
}

/** The releases that were built for a Mix environment, by name. Whatever else lies in `rel` is left out. */
export async function builtReleases(app: string, mixEnv: string): Promise<readonly Release[]> {
  const names = (await list(app, releaseRoot("", mixEnv))) ?? []
  const releases = await Promise.all(names.map((name) => readRelease(app, name, releaseRoot(name, mixEnv))))
  return releases.filter((release) => release !== undefined)
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
