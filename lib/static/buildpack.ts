import { readApp } from "../app/app.ts"
import { type Assets, findAssets, type NodePackages } from "../app/assets.ts"
import type { Buildpack } from "../core/buildpack.ts"
import { builtLaunch, plannedLaunch, planRelease, releaseSteps } from "../mix/release.ts"
import { findArtifacts } from "../toolchain/find.ts"
import { requestRuntime } from "../versions/source.ts"
import { assetSteps } from "./assets.ts"
import { nodeVersions } from "./config.ts"
import { nodeStep, packagesStep, tidyStep } from "./packages.ts"

const id = "beampack/static"

/** Node, npm packages and digested assets; then the release, made (again) with the assets in it. */
export const statics: Buildpack = {
  id,
  plan: async (request) => {
    const app = await readApp(request.app)
    const assets = await findAssets(app)
    const packages = packagesOf(assets)
    if (assets.kind === "none") request.output({ kind: "detail", text: "No assets to build" })
    const release = planRelease(app, request.env)
    const requests = packages === undefined ? [] : [requestRuntime("node", nodeVersions(app, request.env))]
    const runtimes = await findArtifacts(requests, request)
    return {
      buildpack: id,
      runtimes,
      steps: [
        ...(packages === undefined ? [] : [nodeStep(runtimes), packagesStep(packages)]),
        ...assetSteps(assets),
        ...(makesRelease(request.group, assets) ? releaseSteps(release) : []),
        ...(packages === undefined ? [] : [tidyStep(packages)]),
      ],
      launch: plannedLaunch(app, release, request.env),
    }
  },
  launch: builtLaunch,
}

/** The last one makes it. Alone without assets there is nothing that a release of an earlier buildpack lacks. */
function makesRelease(group: readonly string[], assets: Assets): boolean {
  return group.at(-1) === id && (group.length > 1 || assets.kind !== "none")
}

function packagesOf(assets: Assets): NodePackages | undefined {
  return "packages" in assets ? assets.packages : undefined
}
