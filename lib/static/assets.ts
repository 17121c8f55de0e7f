import type { Assets } from "../app/assets.ts"
import type { Step } from "../core/step.ts"
import { mix } from "../mix/task.ts"
import { npm } from "./npm.ts"

/** The steps that turn the app's sources into static files, as the app itself defines it. */
export function assetSteps(assets: Assets): readonly Step[] {
  switch (assets.kind) {
    case "none":
      return []
    case "alias":
      return [assetsStep({ kind: "alias" })]
    case "script":
      return [assetsStep(assets), ...(assets.digest ? [digestStep()] : [])]
    case "digest":
      return [digestStep()]
  }
}

type Builder = { readonly kind: "alias" } | Extract<Assets, { kind: "script" }>

function assetsStep(builder: Builder): Step {
  return {
    name: "assets",
    title: "Building assets",
    // Phoenix 1.8 writes hooks that the bundler wants while it compiles.
    needs: ["compile", "packages"],
    run: async (context) => {
      if (builder.kind === "alias") await mix(["assets.deploy"], context)
      else await npm(builder.packages.folder, ["run", builder.script], context)
      return []
    },
  }
}

function digestStep(): Step {
  return {
    name: "digest",
    title: "Digesting static files",
    needs: ["compile", "assets"],
    run: async (context) => {
      await mix(["phx.digest"], context)
      return []
    },
  }
}
