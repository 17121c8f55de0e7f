import { mkdir, rename } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { NodePackages } from "../app/node-packages.ts"
import type { Step, StepContext } from "../core/step.ts"
import { exists, remove } from "../io/files.ts"
import { runManager } from "./manager-command.ts"
import { managerCache, managers } from "./managers.ts"

/** Installs exactly what the locks say, the tools of the build with it. */
export function packagesStep(packages: readonly NodePackages[], options: { readonly keep: boolean }): Step {
  const locks = packages.map(({ folder, lock }) => join(folder, lock?.file ?? "package.json"))
  return {
    name: "packages",
    title: `Installing npm packages (${locks.join(", ")})`,
    // Phoenix 1.4 and 1.5 link their JavaScript from deps/ in package.json.
    needs: ["node", "package-managers", "deps"],
    run: async (context) => {
      for (const one of packages) {
        if (!options.keep) await setAside(one, context)
        await install(one, context)
      }
      return []
    },
  }
}

/** What only the build needed is not part of the result; what was there before is. */
export function tidyStep(packages: readonly NodePackages[]): Step {
  return {
    name: "tidy",
    title: "Removing node_modules",
    needs: ["packages", "hook_post_compile", "assets", "digest", "release"],
    run: async ({ app }) => {
      for (const { folder } of packages) {
        const installed = join(app, folder, "node_modules")
        await remove(installed)
        if (await exists(aside(app, folder))) await rename(aside(app, folder), installed)
      }
      await remove(join(app, ASIDE))
      return []
    },
  }
}

/** Where other buildpacks' packages are while ours are there, from the app's folder. */
const ASIDE = ".beampack/aside"

function aside(app: string, folder: string): string {
  return join(app, ASIDE, folder, "node_modules")
}

/** An earlier buildpack has left what its app runs on, without what a build needs. */
async function setAside({ folder }: NodePackages, { app, output }: StepContext): Promise<void> {
  const theirs = join(app, folder, "node_modules")
  if (!(await exists(theirs))) return
  output({ kind: "detail", text: `${join(folder, "node_modules")} was there already and will be put back` })
  await mkdir(dirname(aside(app, folder)), { recursive: true })
  await rename(theirs, aside(app, folder))
}

async function install({ folder, manager: kind, lock }: NodePackages, context: StepContext): Promise<void> {
  const manager = managers[kind]
  const cache = await managerCache(kind, context.layers)
  // pnpm and Yarn ask nobody there.
  const env = { CI: "true", ...context.env }
  await runManager(manager, folder, manager.install(lock !== undefined, cache), { ...context, env })
}
