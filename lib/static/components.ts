import type { App } from "../app/app.ts"
import { findAssets } from "../app/assets.ts"
import type { NodePackages } from "../app/node-packages.ts"
import type { NpmPackage } from "../app/npm-package.ts"
import { npmPackages } from "../app/npm-packages.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import type { AppBill, Bill, Component } from "../core/component.ts"
import { packageUrl } from "../core/purl.ts"
import type { Artifact } from "../core/runtime.ts"
import { runtimeLayers } from "../core/runtime-component.ts"
import type { Arch } from "../core/target.ts"
import { mixComponents } from "../mix/components.ts"
import { installedOtp } from "../mix/installed-otp.ts"
import { staticConfig } from "./config.ts"
import { type WantedManager, wantedManagers } from "./manager-choice.ts"
import { managers } from "./managers.ts"

/** What the assets were built with and from, and what the app is made of. Throws `release/not-found` and `release/no-erts`. */
export async function staticBill(app: App, request: BuildRequest, runtimes: readonly Artifact[]): Promise<Bill> {
  const { arch } = request.target
  const config = staticConfig(app, request.env)
  const { packages } = await findAssets(app, config.assets)
  const mix = await mixComponents(app, request, await installedOtp(request.env))
  return {
    layers: { ...runtimeLayers(runtimes), ...managerLayers(wantedManagers(packages, config), arch) },
    app: { ...mix, launch: [...mix.launch, ...(await npmComponents(app, packages, arch))] },
  }
}

function managerLayers(wanted: readonly WantedManager[], arch: Arch): Bill["layers"] {
  const layers = wanted.map(({ manager, version: { value: version } }) => {
    const { command, source } = managers[manager]
    return [command, [{ ...npmComponent({ name: source(version, arch), version }), kind: "application" }]] as const
  })
  return Object.fromEntries(layers)
}

/**
 * All that were installed, since any of them may be in the bundles: these have what is imported, whatever package.json
 * says is meant for development.
 */
async function npmComponents(app: App, packages: readonly NodePackages[], arch: Arch): Promise<AppBill["launch"]> {
  const found = await Promise.all(packages.map((one) => npmPackages(app.folder, one, arch)))
  return found.flat().map(npmComponent)
}

function npmComponent({ name: whole, version, digest, registry }: NpmPackage): Component {
  const [name = whole, scope] = whole.split("/").reverse()
  const qualifiers = registry === undefined ? {} : { repository_url: registry }
  const purl = packageUrl({ type: "npm", namespace: scope, name, version, qualifiers })
  return { kind: "library", group: scope, name, version, purl, digest }
}
