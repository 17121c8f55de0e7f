import { mkdir, rename } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { NodePackages } from "../app/node-packages.ts"
import type { Step, StepContext } from "../core/step.ts"
import { exists, remove } from "../io/files.ts"
import type { KeptModules } from "./kept-modules.ts"
import { runManager } from "./manager-command.ts"
import { managerCache, managers } from "./managers.ts"
import type { ModulesTools } from "./modules-key.ts"

/** The npm packages of an app, installed when somebody needs them. */
export interface NpmPackages {
  /** The step that installs them beside the compilation, unless they are not needed. */
  readonly install: Step
  /** The step that takes them away again: what only the build needed is not part of the result; what was there before is. */
  readonly tidy: Step
  /** Has them in place. */
  ensure(context: StepContext): Promise<void>
}

interface Wish {
  readonly tools: ModulesTools
  readonly use: Use
}

type Use =
  /** They stay for the running app. */
  | { readonly kind: "app" }
  | {
      readonly kind: "build"
      /** Others than the steps of the assets may want them. */
      readonly forOthers: boolean
      /** Whether the assets are taken from an earlier build, as far as that is known. */
      readonly areUnneeded: (context: StepContext) => Promise<boolean>
    }

/** Installs exactly what the locks say, the tools of the build with it, or takes what an earlier build has installed. */
export function npmPackages(packages: readonly NodePackages[], { tools, use }: Wish): NpmPackages {
  const kept = new Map<NodePackages, KeptModules>()
  let placed: Promise<void> | undefined

  const place = async (context: StepContext): Promise<void> => {
    for (const one of packages) {
      if (use.kind === "build") await setAside(one, context)
      const modules = kept.get(one)
      if (modules?.isThere && (await modules.bring(context))) {
        context.output({ kind: "detail", text: `Using ${join(one.folder, "node_modules")} from the cache` })
        continue
      }
      await install(one, context)
      modules?.installed()
    }
  }
  const ensure = (context: StepContext): Promise<void> => {
    placed ??= place(context)
    return placed
  }
  const locks = packages.map(({ folder, lock }) => join(folder, lock?.file ?? "package.json"))
  return {
    ensure,
    install: {
      name: "packages",
      title: `Installing npm packages (${locks.join(", ")})`,
      // Phoenix 1.4 and 1.5 link their JavaScript from deps/ in package.json.
      needs: ["node", "package-managers", "deps"],
      run: async (context) => {
        if (use.kind === "app") {
          await ensure(context)
          return []
        }
        const { keptModules } = await import("./kept-modules.ts")
        for (const one of packages) kept.set(one, await keptModules(one, tools, context))
        const text = use.forOthers ? undefined : await whyLater(use, [...kept.values()], context)
        if (text === undefined) await ensure(context)
        else context.output({ kind: "detail", text })
        return []
      },
    },
    tidy: {
      name: "tidy",
      title: "Removing node_modules",
      needs: ["packages", "hook_post_compile", "assets", "digest", "release"],
      run: async (context) => {
        if (placed === undefined) return []
        for (const one of packages) {
          await kept.get(one)?.takeBack(context)
          await putBack(one, context)
        }
        await remove(join(context.app, ASIDE))
        return []
      },
    },
  }
}

/** Why nothing has to be installed before somebody asks for it; undefined when it has to be. */
async function whyLater(
  { areUnneeded }: Extract<Use, { readonly kind: "build" }>,
  kept: readonly KeptModules[],
  context: StepContext,
): Promise<string | undefined> {
  if (await areUnneeded(context)) return "They are not needed: the assets look as the last build made them"
  return kept.every(({ isThere }) => isThere) ? "They are in the cache" : undefined
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

async function putBack({ folder }: NodePackages, { app }: StepContext): Promise<void> {
  if (await exists(aside(app, folder))) await rename(aside(app, folder), join(app, folder, "node_modules"))
}

async function install({ folder, manager: kind, lock }: NodePackages, context: StepContext): Promise<void> {
  const manager = managers[kind]
  const cache = await managerCache(kind, context.layers)
  // pnpm and Yarn ask nobody there.
  const env = { CI: "true", ...context.env }
  await runManager(manager, folder, manager.install(lock !== undefined, cache), { ...context, env })
}
