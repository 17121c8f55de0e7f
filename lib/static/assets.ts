import { join } from "node:path"
import type { AssetPlace } from "../app/assets.ts"
import type { Step, StepContext } from "../core/step.ts"
import { isFolder } from "../io/files.ts"
import { mix } from "../mix/task.ts"
import type { TaskPrograms } from "../mix/task-programs.ts"
import { runCompileScript, type ScriptSettings } from "./compile-script.ts"
import type { KeptAssets } from "./kept-assets.ts"
import { runManager } from "./manager-command.ts"
import { managers } from "./managers.ts"

/** One whose files are made, not only digested. */
type BuiltPlace = Exclude<AssetPlace, { readonly kind: "digest" }>

/** What the steps lean on besides the app. */
export interface AssetTools {
  /** Whether what Mix tasks fetch is kept for the next build. */
  readonly keepsTools: boolean
  /** What an earlier build has made; or why each build makes it anew, when that is worth a word. */
  readonly assets: KeptAssets | { readonly why: string | undefined }
  /** What the tasks would fetch by themselves. */
  readonly programs: TaskPrograms
  /** Has the npm packages in place, if they are not yet. */
  readonly ensurePackages: (context: StepContext) => Promise<void>
}

/** The steps that turn the app's sources into static files, as the app itself defines it: one of a kind for all places. */
export function assetSteps(
  places: readonly AssetPlace[],
  settings: ScriptSettings,
  tools: AssetTools,
): readonly Step[] {
  const built = places.filter((place) => place.kind !== "digest")
  const digested = places.filter((place) => place.kind === "digest" || (place.kind === "script" && place.digest))
  const steps: readonly AssetStep[] = [
    ...(built.length === 0 ? [] : [assetsStep(built, settings, tools)]),
    ...(digested.length === 0 ? [] : [digestStep(digested, settings)]),
  ]
  return [...tools.programs.steps, ...unlessMade(steps, places, tools)]
}

type AssetStep = Omit<Step, "run"> & { readonly make: (context: StepContext) => Promise<void> }

/** The first of the steps finds out whether any of them has to do anything, the last one keeps what they made. */
function unlessMade(
  steps: readonly AssetStep[],
  places: readonly AssetPlace[],
  { assets, keepsTools, ensurePackages }: AssetTools,
): readonly Step[] {
  let isMade = false
  const begin = async (context: StepContext): Promise<void> => {
    if ("why" in assets) {
      if (assets.why !== undefined)
        context.output({ kind: "detail", text: `They are built in each build: ${assets.why}` })
      return ensurePackages(context)
    }
    isMade = await bring(assets, places, keepsTools, context)
    if (isMade) return
    await ensurePackages(context)
    await assets.begin(context)
  }
  return steps.map(({ make, ...step }, at) => ({
    ...step,
    run: async (context) => {
      if (at === 0) await begin(context)
      else if (isMade) context.output({ kind: "detail", text: "That was done by the last build" })
      if (isMade) return []
      await make(context)
      if (at === steps.length - 1 && !("why" in assets)) await assets.keep(context)
      return []
    },
  }))
}

async function bring(
  assets: KeptAssets,
  places: readonly AssetPlace[],
  keepsTools: boolean,
  context: StepContext,
): Promise<boolean> {
  const had = await Promise.all(places.map((place) => isFolder(join(context.app, place.folder, "priv"))))
  if (!(await assets.bring(context))) return false
  if (keepsTools) await (await import("../mix/kept-tools.ts")).openTools(context)
  // Mix links the folder when it compiles, and only when it is there.
  for (const place of places.filter((_, at) => !had[at])) await mix(["compile"], inside(place, context))
  return true
}

function assetsStep(
  places: readonly BuiltPlace[],
  settings: ScriptSettings,
  { keepsTools, programs }: AssetTools,
): AssetStep {
  return {
    name: "assets",
    title: `Building assets${named(places)}`,
    // Phoenix 1.8 writes hooks that the bundler wants while it compiles.
    needs: ["compile", "hook_post_compile", "node", "package-managers", "packages", "programs", "return"],
    make: async (context) => {
      const build = async (): Promise<void> => {
        for (const place of places) await buildAssets(place, settings, context)
      }
      await programs.place(context)
      if (keepsTools) await (await import("../mix/kept-tools.ts")).withTools(context, build)
      else await build()
    },
  }
}

async function buildAssets(place: BuiltPlace, settings: ScriptSettings, context: StepContext): Promise<void> {
  switch (place.kind) {
    case "alias":
      return mix(["assets.deploy"], inside(place, context))
    case "script": {
      const { folder, manager } = place.packages
      return runManager(managers[manager], folder, ["run", place.script], context)
    }
    case "compile":
      return runCompileScript(place, settings, context)
  }
}

function digestStep(places: readonly AssetPlace[], { phoenixEx }: ScriptSettings): AssetStep {
  return {
    name: "digest",
    title: `Digesting static files${named(places)}`,
    needs: ["compile", "hook_post_compile", "assets", "return"],
    make: async (context) => {
      for (const place of places) {
        const files = join(context.app, place.folder, "priv/static")
        if (place.kind === "digest" && !(await isFolder(files))) continue
        await mix([`${phoenixEx}.digest`], inside(place, context))
      }
    },
  }
}

/** Mix runs in the place's folder. */
function inside({ folder }: AssetPlace, context: StepContext): StepContext {
  if (folder === ".") return context
  context.output({ kind: "detail", text: `In ${folder}:` })
  return { ...context, app: join(context.app, folder) }
}

function named(places: readonly AssetPlace[]): string {
  const folders = places.map(({ folder }) => folder)
  return folders.every((folder) => folder === ".") ? "" : ` of ${folders.join(", ")}`
}
