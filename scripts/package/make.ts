import { constants } from "node:fs"
import { chmod, copyFile, cp, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Env } from "../../lib/core/env.ts"
import type { Arch } from "../../lib/core/target.ts"
import { packTar } from "../../lib/io/pack.ts"
import { replace, root, writeTrees } from "../trees.ts"
import { type PackageName, type Plan, plansFor } from "./catalogue.ts"
import { type Licence, licencesOf, licencesText, readLicence } from "./licences.ts"
import { nodePackage } from "./node-package.ts"
import { type Budgets, overBudget, partsOf, type Size, sizeLine } from "./size.ts"

export interface PackageRequest {
  readonly names: readonly PackageName[]
  readonly archs: readonly Arch[]
  /** The folder to put them in. What else is there stays. */
  readonly out: string
  readonly budgets: Budgets
  readonly env: Env
  /** Gets the list of sizes, line by line. */
  readonly print: (line: string) => void
}

/**
 * Makes packages that need nothing but the machine they run on: for each a folder, and a tarball of it that has the same
 * bytes whenever it is made. Throws `package/...` errors; `package/over-budget` comes when all of them are there.
 */
export async function makePackages({ names, archs, out, budgets, env, print }: PackageRequest): Promise<void> {
  const work = join(out, `.new-${process.pid}`)
  const sizes = new Map<string, Size>()
  try {
    const modules = await writeTrees(join(work, "trees"))
    const bundled = await licencesOf(modules)
    const plans = plansFor(names, archs)
    const nodes = await nodePackages(plans, { root, work, env })
    await Promise.all(
      plans.map(async (plan) => {
        const folder = join(work, plan.id)
        await cp(join(work, "trees", plan.tree), folder, { recursive: true })
        await complete(folder, bundled, plan.arch && nodes.get(plan.arch))
        await packTar(folder, `${folder}.tgz`)
      }),
    )
    for (const { id, name } of plans) {
      await replace(join(out, id), join(work, id))
      await replace(join(out, `${id}.tgz`), join(work, `${id}.tgz`))
      const { size: packed } = await stat(join(out, `${id}.tgz`))
      const size = { packed, budget: budgets[name], parts: await partsOf(join(out, id)) }
      sizes.set(id, size)
      print(sizeLine(id, size))
    }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  const failure = overBudget(sizes)
  if (failure !== undefined) throw failure
}

/** The folders with the Node of each architecture that is wanted. */
async function nodePackages(
  plans: readonly Plan[],
  context: Parameters<typeof nodePackage>[1],
): Promise<ReadonlyMap<Arch, string>> {
  const wanted = new Set(plans.map(({ arch }) => arch).filter((arch) => arch !== undefined))
  return new Map(await Promise.all([...wanted].map(async (arch) => [arch, await nodePackage(arch, context)] as const)))
}

/** Adds to a compiled tree what a package needs in addition: Node, the licences, and modes for whoever unpacks it. */
async function complete(tree: string, bundled: readonly Licence[], node: string | undefined): Promise<void> {
  const licences = [...bundled]
  if (node !== undefined) {
    await mkdir(join(tree, "node/bin"), { recursive: true })
    await copyFile(join(node, "bin/node"), join(tree, "node/bin/node"), constants.COPYFILE_FICLONE)
    licences.push({ ...(await readLicence(node)), name: "Node.js" })
  }
  await copyFile(join(root, "LICENSE"), join(tree, "LICENSE"))
  await writeFile(join(tree, "THIRD_PARTY_LICENSES"), licencesText(licences))
  await setModes(tree)
}

/** What lies in a `bin` folder can be run. The umask of whoever makes a package is not in it. */
async function setModes(tree: string): Promise<void> {
  await chmod(tree, 0o755)
  for (const entry of await readdir(tree, { recursive: true, withFileTypes: true })) {
    const runs = entry.isDirectory() || entry.parentPath.endsWith("/bin")
    await chmod(join(entry.parentPath, entry.name), runs ? 0o755 : 0o644)
  }
}
