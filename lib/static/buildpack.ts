import { posix } from "node:path"
import { type App, readApp } from "../app/app.ts"
import { type Assets, findAssets } from "../app/assets.ts"
import { readHooks, whyHooked } from "../app/hooks.ts"
import { unknownVariables } from "../app/unknown-variables.ts"
import type { BuildPlan, Buildpack, BuildRequest, Facts } from "../core/buildpack.ts"
import type { LaunchSpec } from "../core/launch.ts"
import type { Purpose } from "../core/purpose.ts"
import type { Step, StepContext } from "../core/step.ts"
import { builtLaunch, plannedLaunch } from "../mix/launch.ts"
import { mixFacts, planRelease, releaseSteps, runsOnMix } from "../mix/release.ts"
import { runsMoreForRelease } from "../mix/release-extras.ts"
import { returnSteps, settleSteps } from "../mix/runtime-path.ts"
import { type TaskCall, taskPrograms } from "../mix/task-programs.ts"
import { assetSteps } from "./assets.ts"
import { type StaticConfig, staticConfig } from "./config.ts"
import { keptAssets } from "./kept-assets.ts"
import { type WantedManager, wantedManagers } from "./manager-choice.ts"
import { managersStep } from "./manager-install.ts"
import { managers } from "./managers.ts"
import { type NodePlan, nodeStep, planNode } from "./node.ts"
import { npmPackages } from "./packages.ts"
import { whyUnrepeatable } from "./unrepeatable.ts"
import { nodeVersions } from "./versions.ts"

const id = "beampack/static"

/** Node, npm packages and digested assets; then the release, made (again) with the assets in it. Nothing for tests. */
export const statics: Buildpack = {
  id,
  plan: async (request) => plans[request.purpose](await readApp(request.app), request),
  launch,
  bill: async (request, runtimes) =>
    (await import("./components.ts")).staticBill(await readApp(request.app), request, runtimes),
}

type Plan = (app: App, request: BuildRequest) => Promise<BuildPlan>

const plans: Readonly<Record<Purpose, Plan>> = { production: planAssets, test: planNothing }

async function planAssets(app: App, request: BuildRequest): Promise<BuildPlan> {
  const config = staticConfig(app, request.env)
  const assets = await findAssets(app, config.assets)
  warnOfUnread(config, assets, request)
  if (assets.places.length === 0) request.output({ kind: "detail", text: "No assets to build" })
  const release = await planRelease(app, request)
  const onMix = runsOnMix(app, release)
  const node = needsNode(assets)
    ? await planNode(await nodeVersions(app, config.settings, assets.packages, request), {
        ...request,
        freshCache: config.freshCache,
      })
    : undefined
  const wanted = wantedManagers(assets.packages, config)
  const tools = { node: nodeName(node), managers: wanted.map(managerName).join(" "), request }
  const hooked = whyHooked(readHooks(app, request.env))
  const unrepeatable = whyUnrepeatable(assets) ?? (await whyVary(app, assets, config))
  const why = hooked ?? unrepeatable
  const { phoenixEx, keepNode } = config
  const kept = why === undefined ? keptAssets({ assets, phoenixEx, ...tools }) : { why }
  const areUnneeded = async (context: StepContext) => !("why" in kept) && kept.mayDo(context)
  const hasPackages = assets.packages.length > 0
  const packages = npmPackages(assets.packages, {
    tools,
    use: keepNode
      ? { kind: "app" }
      : {
          kind: "build",
          forOthers: hooked !== undefined || (await runsMoreForRelease(app, request)),
          areUnneeded,
        },
  })
  return {
    buildpack: id,
    runtimes: node?.artifacts ?? [],
    steps: [
      ...(assets.places.length > 0 && request.group[0] === id ? await returnSteps(app) : []),
      ...(node === undefined ? [] : nodeSteps(node, wanted, config)),
      ...(hasPackages ? [packages.install] : []),
      ...assetSteps(assets.places, config, {
        keepsTools: request.stable,
        assets: kept,
        programs: taskPrograms({ name: "programs", calls: deployCalls(assets), areUnneeded }, app, request),
        ensurePackages: packages.ensure,
      }),
      ...(makesRelease(request.group, assets) ? releaseSteps(app, release, request) : []),
      ...(hasPackages && !config.keepNode ? [packages.tidy] : []),
      // The sources of a release do not stay.
      ...(onMix ? settleSteps(app, request, { onMix }) : []),
    ],
    launch: plannedLaunch(app, release, request),
    facts: { ...mixFacts(app, release, request), ...assetFacts(assets), ...node?.facts },
    freshCache: config.freshCache,
    unrepeatable,
    cacheLimit: config.cacheLimit,
  }
}

async function whyVary({ folder }: App, assets: Assets, { phoenixEx }: StaticConfig): Promise<string | undefined> {
  if (assets.places.length === 0) return undefined
  return (await import("./varying-assets.ts")).whyAssetsVary(folder, assets, phoenixEx)
}

function nodeSteps(node: NodePlan, wanted: readonly WantedManager[], { keepNode }: StaticConfig): readonly Step[] {
  const launch = { launch: keepNode }
  return [nodeStep(node, launch), ...(wanted.length === 0 ? [] : [managersStep(wanted, launch)])]
}

/** What tells it from another one. */
function nodeName(node: NodePlan | undefined): string {
  const [artifact] = node?.artifacts ?? []
  return artifact === undefined ? JSON.stringify(node?.facts ?? {}) : `${artifact.version.value} ${artifact.digest.hex}`
}

function managerName({ manager, version }: WantedManager): string {
  return `${manager}@${version.value}`
}

/** Only those of which it is known what they run. */
function deployCalls({ places }: Assets): readonly TaskCall[] {
  return places.flatMap(({ kind, folder }) => (kind === "alias" ? [{ folder, task: "assets.deploy" }] : []))
}

/** Tests of an Elixir app see its sources, not what a browser gets. */
async function planNothing(app: App, request: BuildRequest): Promise<BuildPlan> {
  const release = await planRelease(app, request)
  return {
    buildpack: id,
    runtimes: [],
    steps: [],
    launch: plannedLaunch(app, release, request),
    facts: mixFacts(app, release, request),
  }
}

/** The last one makes it. Alone without assets there is nothing that a release of an earlier buildpack lacks. */
function makesRelease(group: readonly string[], { places }: Assets): boolean {
  return group.at(-1) === id && (group.length > 1 || places.length > 0)
}

/** What a script of the app does is not known; nearly all that there are run npm. */
function needsNode({ places, packages }: Assets): boolean {
  return packages.length > 0 || places.some(({ kind }) => kind === "compile")
}

function warnOfUnread({ unread }: StaticConfig, { places }: Assets, { env, output, group }: BuildRequest): void {
  // Another one of ours has already told of them.
  const variables = group[0] === id ? unknownVariables(env) : []
  // The app's own script may use whatever is set there.
  const settings = places.some(({ kind }) => kind === "compile") ? [] : unread
  for (const text of [...variables, ...settings]) output({ kind: "warning", text })
}

function assetFacts({ places, packages }: Assets): Facts {
  const kinds = new Set(places.map(({ kind }) => kind))
  const names = new Set(packages.map(({ manager }) => managers[manager].command))
  return {
    assets: [...kinds].join(",") || "none",
    ...(names.size === 0 ? {} : { package_manager: [...names].join(",") }),
  }
}

/** How the app is started; what the user wants to keep beside a release is part of what it needs. */
async function launch(request: BuildRequest): Promise<LaunchSpec> {
  const app = await readApp(request.app)
  const spec = await builtLaunch(app, request)
  if (spec.files === undefined) return spec
  const { assets, keepNode } = staticConfig(app, request.env)
  if (!keepNode) return spec
  const { packages } = await findAssets(app, assets)
  return { ...spec, files: [...spec.files, ...packages.map(({ folder }) => posix.join(folder, "node_modules"))] }
}
