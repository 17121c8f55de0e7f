import { type App, readApp } from "../app/app.ts"
import { type Assets, findAssets, type NodePackages } from "../app/assets.ts"
import type { BuildPlan, Buildpack, BuildRequest, Facts } from "../core/buildpack.ts"
import type { Purpose } from "../core/purpose.ts"
import { builtLaunch, mixFacts, plannedLaunch, planRelease, releaseSteps } from "../mix/release.ts"
import { findArtifacts } from "../toolchain/find.ts"
import { requestRuntime } from "../versions/source.ts"
import { assetSteps } from "./assets.ts"
import { nodeVersions } from "./config.ts"
import { nodeStep, packagesStep, tidyStep } from "./packages.ts"

const id = "beampack/static"

/** Node, npm packages and digested assets; then the release, made (again) with the assets in it. Nothing for tests. */
export const statics: Buildpack = {
  id,
  plan: async (request) => plans[request.purpose](await readApp(request.app), request),
  launch: builtLaunch,
}

type Plan = (app: App, request: BuildRequest) => Promise<BuildPlan>

const plans: Readonly<Record<Purpose, Plan>> = { production: planAssets, test: planNothing }

async function planAssets(app: App, request: BuildRequest): Promise<BuildPlan> {
  const assets = await findAssets(app)
  const packages = packagesOf(assets)
  if (assets.kind === "none") request.output({ kind: "detail", text: "No assets to build" })
  const release = planRelease(app, request)
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
    launch: plannedLaunch(app, release, request),
    facts: { ...mixFacts(app, release, request), ...assetFacts(assets) },
  }
}

/** Tests of an Elixir app see its sources, not what a browser gets. */
async function planNothing(app: App, request: BuildRequest): Promise<BuildPlan> {
  const release = planRelease(app, request)
  return {
    buildpack: id,
    runtimes: [],
    steps: [],
    launch: plannedLaunch(app, release, request),
    facts: mixFacts(app, release, request),
  }
}

/** The last one makes it. Alone without assets there is nothing that a release of an earlier buildpack lacks. */
function makesRelease(group: readonly string[], assets: Assets): boolean {
  return group.at(-1) === id && (group.length > 1 || assets.kind !== "none")
}

function packagesOf(assets: Assets): NodePackages | undefined {
  return "packages" in assets ? assets.packages : undefined
}

function assetFacts(assets: Assets): Facts {
  const packages = packagesOf(assets)
  return { assets: assets.kind, ...(packages === undefined ? {} : { package_manager: packages.lock.manager }) }
}
