/** Compiles dist/: the trees that a platform can be pointed at. They run on the Node that npm installed in this checkout. */
import { mkdir, rm, symlink } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { replace, root, treeNames, writeTrees } from "./trees.ts"

const dist = join(root, "dist")
const made = join(dist, `.new-${process.pid}`)

await writeTrees(made)
for (const name of treeNames) {
  await linkNode(join(made, name, "node/bin/node"), join(dist, name, "node/bin"))
  await replace(join(dist, name), join(made, name))
}
await rm(made, { recursive: true })

/** The link is for where the tree will lie. */
async function linkNode(link: string, finalFolder: string): Promise<void> {
  await mkdir(dirname(link), { recursive: true })
  await symlink(relative(finalFolder, join(root, "node_modules/.bin/node")), link)
}
