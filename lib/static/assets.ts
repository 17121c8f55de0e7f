import { join } from "node:path"
import type { AssetPlace } from "../app/assets.ts"
import type { Step, StepContext } from "../core/step.ts"
import { isFolder } from "../io/files.ts"
import { mix } from "../mix/task.ts"
import { runCompileScript, type ScriptSettings } from "./compile-script.ts"
import { runManager } from "./manager-command.ts"
import { managers } from "./managers.ts"

/** One whose files are made, not only digested. */
type BuiltPlace = Exclude<AssetPlace, { readonly kind: "digest" }>

/** `kept`: what Mix tasks fetch is kept for the next build. */
interface Tools {
  readonly kept: boolean
}

/** The steps that turn the app's sources into static files, as the app itself defines it: one of a kind for all places. */
export function assetSteps(places: readonly AssetPlace[], settings: ScriptSettings, tools: Tools): readonly Step[] {
  const built = places.filter((place) => place.kind !== "digest")
  const digested = places.filter((place) => place.kind === "digest" || (place.kind === "script" && place.digest))
  return [
    ...(built.length === 0 ? [] : [assetsStep(built, settings, tools)]),
    ...(digested.length === 0 ? [] : [digestStep(digested, settings)]),
  ]
}

function assetsStep(places: readonly BuiltPlace[], settings: ScriptSettings, { kept }: Tools): Step {
  return {
    name: "assets",
    title: `Building assets${named(places)}`,
    // Phoenix 1.8 writes hooks that the bundler wants while it compiles.
    needs: ["compile", "hook_post_compile", "node", "package-managers", "packages", "return"],
    run: async (context) => {
      const build = async (): Promise<void> => {
        for (const place of places) await buildAssets(place, settings, context)
      }
      if (kept) await (await import("../mix/kept-tools.ts")).withTools(context, build)
      else await build()
      return []
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

function digestStep(places: readonly AssetPlace[], { phoenixEx }: ScriptSettings): Step {
  return {
    name: "digest",
    title: `Digesting static files${named(places)}`,
    needs: ["compile", "hook_post_compile", "assets", "return"],
    run: async (context) => {
      for (const place of places) {
        const files = join(context.app, place.folder, "priv/static")
        if (place.kind === "digest" && !(await isFolder(files))) continue
        await mix([`${phoenixEx}.digest`], inside(place, context))
      }
      return []
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
