import { chmod, copyFile, mkdir, readdir, rm, symlink } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { rolldown } from "rolldown"

/** The three trees that a platform can be pointed at: the pair, and each buildpack alone, told apart by their descriptor. */
const trees = {
  beampack: "buildpack.toml",
  "beampack-elixir": "lib/elixir/buildpack.toml",
  "beampack-static": "lib/static/buildpack.toml",
} as const

const root = join(import.meta.dirname, "..")
const dist = join(root, "dist")

await rm(dist, { recursive: true, force: true })
const bundle = await rolldown({ input: join(root, "lib/main.ts"), platform: "node" })
for (const [name, descriptor] of Object.entries(trees)) {
  const tree = join(dist, name)
  await bundle.write({ dir: join(tree, "lib"), format: "esm", minify: "dce-only", chunkFileNames: "[name].js" })
  await copyFile(join(root, descriptor), join(tree, "buildpack.toml"))
  await mkdir(join(tree, "bin"))
  for (const hook of await readdir(join(root, "bin"))) {
    await copyFile(join(root, "bin", hook), join(tree, "bin", hook))
    await chmod(join(tree, "bin", hook), 0o755)
  }
  await linkNode(join(tree, "node", "bin", "node"))
}
await bundle.close()

/** The tree runs on the Node that npm installed. */
async function linkNode(link: string): Promise<void> {
  await mkdir(dirname(link), { recursive: true })
  await symlink(relative(dirname(link), join(root, "node_modules", ".bin", "node")), link)
}
