/** Compiles dist/: the trees that a platform can be pointed at. Replaces them in one move, so that what runs goes on. */
import { chmod, copyFile, mkdir, readdir, rename, rm, symlink } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { rolldown } from "rolldown"

/** The pair, and each buildpack alone: one program, told by its descriptor what it is. */
const trees = {
  beampack: "buildpack.toml",
  "beampack-elixir": "lib/elixir/buildpack.toml",
  "beampack-static": "lib/static/buildpack.toml",
} as const

const root = join(import.meta.dirname, "..")
const dist = join(root, "dist")
const made = join(root, `dist/.new-${process.pid}`)

const bundle = await rolldown({ input: join(root, "lib/main.ts"), platform: "node" })
for (const [name, descriptor] of Object.entries(trees)) {
  const tree = join(made, name)
  await bundle.write({ dir: join(tree, "lib"), format: "esm", minify: "dce-only", chunkFileNames: "[name].js" })
  await copyFile(join(root, descriptor), join(tree, "buildpack.toml"))
  await copyHooks(join(tree, "bin"))
  await linkNode(join(tree, "node/bin/node"), join(dist, name, "node/bin"))
}
await bundle.close()
for (const name of Object.keys(trees)) await replace(join(dist, name), join(made, name))
await rm(made, { recursive: true })

async function copyHooks(bin: string): Promise<void> {
  await mkdir(bin)
  for (const hook of await readdir(join(root, "bin"))) {
    await copyFile(join(root, "bin", hook), join(bin, hook))
    await chmod(join(bin, hook), 0o755)
  }
}

/** The tree runs on the Node that npm installed; the link is for where the tree will lie. */
async function linkNode(link: string, finalFolder: string): Promise<void> {
  await mkdir(dirname(link), { recursive: true })
  await symlink(relative(finalFolder, join(root, "node_modules/.bin/node")), link)
}

async function replace(old: string, next: string): Promise<void> {
  const aside = `${next}-old`
  await rename(old, aside).catch(() => undefined)
  await rename(next, old)
  await rm(aside, { recursive: true, force: true })
}
