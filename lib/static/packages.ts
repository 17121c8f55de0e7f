import { join } from "node:path"
import type { NodePackages, PackageManager } from "../app/assets.ts"
import { applyDeltas } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { cacheFolder } from "../core/layer.ts"
import { prose } from "../core/prose.ts"
import type { Artifact } from "../core/runtime.ts"
import type { Step } from "../core/step.ts"
import { remove } from "../io/files.ts"
import { installRuntimes } from "../toolchain/install.ts"
import { npm, npmDeltas } from "./npm.ts"

/** Node is for the build only: the running app does not carry it. */
export function nodeStep(artifacts: readonly Artifact[]): Step {
  return {
    name: "node",
    title: "Installing Node",
    needs: [],
    run: async (context) => {
      const installed = await installRuntimes(artifacts, context, { launch: false })
      return installed.flatMap(({ deltas }) => deltas)
    },
  }
}

/** Installs exactly what the lock says, the tools of the build with it. */
export function packagesStep({ folder, lock }: NodePackages): Step {
  if (lock.manager !== "npm") throw unsupportedManager(lock.manager, lock.file)
  return {
    name: "packages",
    title: `Installing npm packages (${join(folder, lock.file ?? "package.json")})`,
    // Phoenix 1.4 and 1.5 link their JavaScript from deps/ in package.json.
    needs: ["node", "deps"],
    run: async (context) => {
      const deltas = npmDeltas(await cacheFolder(context.layers, "npm-cache"))
      const command = lock.file === undefined ? "install" : "ci"
      await npm(folder, [command, "--include=dev", "--prefer-offline"], {
        ...context,
        env: applyDeltas(context.env, deltas, "build"),
      })
      return deltas
    },
  }
}

/** What only the build needed is not part of the result. */
export function tidyStep({ folder }: NodePackages): Step {
  return {
    name: "tidy",
    title: "Removing node_modules",
    needs: ["assets", "digest", "release"],
    run: async ({ app }) => {
      await remove(join(app, folder, "node_modules"))
      return []
    },
  }
}

function unsupportedManager(manager: PackageManager, file: string | undefined): BuildpackError {
  return new BuildpackError("static/package-manager", `Packages locked by ${manager} cannot be installed yet`, {
    help: prose`
      The app has ${file}. For now only npm's own lock is understood: run npm install, commit package-lock.json
      and remove ${file}.
    `,
  })
}
