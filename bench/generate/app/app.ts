import type { Package } from "../graph.ts"
import type { Files } from "../package.ts"
import { assetFiles } from "./assets.ts"
import { baseFiles } from "./base.ts"
import { projectFiles } from "./project.ts"
import { planResources, resourceFiles, workerFiles } from "./resources.ts"
import { routerFiles } from "./router.ts"

/** How large an app is, and what it depends on. */
export interface AppPlan {
  /** Of source files in `lib/`, with a module each and some with a protocol's implementation. */
  readonly modules: number
  readonly packages: readonly Package[]
  /** npm packages that its script imports. */
  readonly imports: readonly string[]
}

/** The sources of a shop on cowboy that is laid out as Phoenix lays out its apps, without its locks. */
export function appFiles({ modules, packages, imports }: AppPlan): Files {
  const base = Object.keys({ ...baseFiles([]), ...routerFiles([]) }).filter((path) => path.endsWith(".ex"))
  const { resources, workers } = planResources(modules, base.length)
  return {
    ...projectFiles(packages),
    ...baseFiles(packages),
    ...routerFiles(resources),
    ...Object.assign({}, ...resources.map(resourceFiles)),
    ...workerFiles(workers),
    ...assetFiles(imports),
  }
}
