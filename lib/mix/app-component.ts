import { posix } from "node:path"
import type { App } from "../app/app.ts"
import { readText } from "../app/folder.ts"
import type { Release } from "../app/releases.ts"
import type { Component } from "../core/component.ts"

/** A built app, with the version that its release has, or else its `.app` file: mix.exs may compute it. */
export async function appComponent(app: App, release: Release | undefined, build: string): Promise<Component> {
  const name = app.project.app ?? release?.name ?? "app"
  const version =
    release === undefined
      ? await compiledVersion(app, posix.join(build, "lib", name, "ebin", `${name}.app`))
      : await releaseVersion(app, release)
  return { kind: "application", name, version: version ?? app.project.version }
}

/** After the version of the Erlang runtime system. https://www.erlang.org/doc/apps/sasl/release_handling */
async function releaseVersion({ folder }: App, { root }: Release): Promise<string | undefined> {
  const text = await readText(folder, posix.join(root, "releases/start_erl.data"))
  return text?.trim().split(/\s+/)[1]
}

async function compiledVersion({ folder }: App, file: string): Promise<string | undefined> {
  return /\{\s*vsn\s*,\s*"([^"]+)"/.exec((await readText(folder, file)) ?? "")?.[1]
}
