import { mkdir, rm, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Env } from "../../lib/core/env.ts"
import type { Arch } from "../../lib/core/target.ts"
import { replace, root, writeTrees } from "../trees.ts"
import { type PackageName, plansFor } from "./catalogue.ts"
import { makeClassic } from "./classic.ts"
import { makeCnb } from "./cnb.ts"
import { licencesOf } from "./licences.ts"
import { type Budgets, overBudget, type Size, sizeLine } from "./size.ts"
import { findNode, type Node } from "./tree.ts"
import { checkVersions } from "./versions.ts"

export interface PackageRequest {
  readonly names: readonly PackageName[]
  readonly archs: readonly Arch[]
  /** The folder to put them in: those for the classic API into `heroku/`, the others into `cnb/`. What else is there stays. */
  readonly out: string
  readonly budgets: Budgets
  readonly env: Env
  /** Gets the list of sizes, line by line. */
  readonly print: (line: string) => void
}

/**
 * Makes packages that need nothing but the machine they run on: files that have the same bytes whenever they are made, and
 * folders. Throws `package/...` errors; `package/over-budget` comes when all of them are there.
 */
export async function makePackages({ names, archs, out, budgets, env, print }: PackageRequest): Promise<void> {
  await checkVersions(root)
  const work = join(out, `.new-${process.pid}`)
  const sizes = new Map<string, Size>()
  try {
    const trees = join(work, "trees")
    const bundled = await licencesOf(await writeTrees(trees))
    const plans = plansFor(names, archs)
    const nodes = await findNodes(plans, { root, work, env })
    const sources = { trees, bundled, nodes }
    const made = plans.map((plan) =>
      plan.api === "cnb" ? makeCnb(plan, work, sources) : makeClassic(plan, work, sources),
    )
    for (const { name, file, folders, parts } of (await Promise.all(made)).flat()) {
      await Promise.all([file, ...folders].map(({ from, to }) => put(from, join(out, to))))
      const { size: packed } = await stat(join(out, file.to))
      const size = { packed, budget: budgets[name], parts }
      sizes.set(file.to, size)
      print(sizeLine(file.to, size))
    }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  const failure = overBudget(sizes)
  if (failure !== undefined) throw failure
}

/** The Node of each architecture that is wanted. */
async function findNodes(
  plans: ReturnType<typeof plansFor>,
  context: Parameters<typeof findNode>[1],
): Promise<ReadonlyMap<Arch, Node>> {
  const wanted = new Set(plans.map(({ arch }) => arch).filter((arch) => arch !== undefined))
  return new Map(await Promise.all([...wanted].map(async (arch) => [arch, await findNode(arch, context)] as const)))
}

async function put(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await replace(to, from)
}
