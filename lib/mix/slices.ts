import { posix } from "node:path"
import type { App } from "../app/app.ts"
import { list } from "../app/folder.ts"
import type { Release } from "../app/releases.ts"

type Slices = readonly (readonly string[])[]

/** What a change of the app's own sources leaves as it is: the platform that a release brings, and its dependencies. */
export async function releaseSlices(app: App, releases: readonly Release[]): Promise<Slices> {
  const parts = await Promise.all(releases.map(({ root }) => releaseParts(app, root)))
  return filled([parts.flatMap(({ platform }) => platform), parts.flatMap(({ dependencies }) => dependencies)])
}

/** The same for an app that runs on Mix: `build` is the folder of what Mix has built, from the app's folder. */
export async function buildSlices(app: App, build: string): Promise<Slices> {
  const { dependencies } = await libraries(app, posix.join(build, "lib"))
  return filled([["deps", ...dependencies]])
}

interface Parts {
  readonly platform: readonly string[]
  readonly dependencies: readonly string[]
}

async function releaseParts(app: App, root: string): Promise<Parts> {
  const erts = ((await list(app.folder, root)) ?? []).filter((name) => name.startsWith("erts-"))
  const { platform, dependencies } = await libraries(app, posix.join(root, "lib"))
  return { platform: [...erts.map((name) => posix.join(root, name)), ...platform], dependencies }
}

/** The libraries in a folder, which are named `NAME` or `NAME-VERSION`, but the app's own. */
async function libraries({ folder, apps, dependencies }: App, at: string): Promise<Parts> {
  const names = ((await list(folder, at)) ?? []).map((name) => ({
    path: posix.join(at, name),
    app: name.split("-")[0],
  }))
  const others = names.filter(({ app = "" }) => !apps.includes(app))
  const isDependency = ({ app = "" }: { readonly app: string | undefined }): boolean => dependencies.includes(app)
  return {
    platform: others.filter((each) => !isDependency(each)).map(({ path }) => path),
    dependencies: others.filter(isDependency).map(({ path }) => path),
  }
}

function filled(slices: Slices): Slices {
  return slices.filter((paths) => paths.length > 0)
}
