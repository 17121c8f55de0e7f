import { posix } from "node:path"
import type { App } from "../app/app.ts"
import { type BuiltApplication, builtApplications, releasedApplications } from "../app/built-applications.ts"
import type { Release } from "../app/releases.ts"

type Slices = readonly (readonly string[])[]

/** What a change of the app's own sources leaves as it is: the platform that a release brings, and its dependencies. */
export async function releaseSlices(app: App, releases: readonly Release[]): Promise<Slices> {
  const applications = await Promise.all(releases.map(({ root }) => releasedApplications(app.folder, root)))
  const others = applications.flat().filter(({ name }) => !app.apps.includes(name))
  const platform = others.filter(({ name }) => !app.dependencies.includes(name)).map(({ path }) => path)
  return filled([platform, dependenciesIn(others, app)])
}

/** The same for an app that runs on Mix: `build` is the folder of what Mix has built, from the app's folder. */
export async function buildSlices(app: App, build: string): Promise<Slices> {
  const built = await builtApplications(app.folder, posix.join(build, "lib"))
  return filled([["deps", ...dependenciesIn(built, app)]])
}

function dependenciesIn(applications: readonly BuiltApplication[], { apps, dependencies }: App): readonly string[] {
  return applications.filter(({ name }) => dependencies.includes(name) && !apps.includes(name)).map(({ path }) => path)
}

function filled(slices: Slices): Slices {
  return slices.filter((paths) => paths.length > 0)
}
