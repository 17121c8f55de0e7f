import { chmod, copyFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { rolldown } from "rolldown"

/** The checkout. */
export const root = join(import.meta.dirname, "..")

/** The pair, and each buildpack alone: one program, told by its descriptor what it is. */
export const descriptors = {
  beampack: "buildpack.toml",
  "beampack-elixir": "lib/elixir/buildpack.toml",
  "beampack-static": "lib/static/buildpack.toml",
} as const

export type TreeName = keyof typeof descriptors

/** The names of all trees. */
export const treeNames = Object.keys(descriptors) as TreeName[]

/**
 * What every build on Heroku and its like loads lies in one file, and not in seventy: Node takes longer to find and link them
 * than to compile what is in them. lib/main.ts waits for it, and so cannot be in it.
 */
const codeSplitting = {
  groups: [{ name: "hook", test: /\/lib\/(?:(?:elixir|static)\/buildpack|heroku\/compile)\.ts$|\/smol-toml\// }],
}

/** In one file with others, a module may be imported late by one of them and at once by another; that is no mistake. */
const checks = { ineffectiveDynamicImport: false } as const

/** Writes the trees, still without Node, into the folder `into`. Returns the files that were compiled into them. */
export async function writeTrees(into: string): Promise<readonly string[]> {
  const bundle = await rolldown({ cwd: root, input: "lib/main.ts", platform: "node", checks })
  const modules = new Set<string>()
  for (const name of treeNames) {
    const tree = join(into, name)
    const options = { format: "esm", minify: "dce-only", chunkFileNames: "[name].js", codeSplitting } as const
    const { output } = await bundle.write({ ...options, dir: join(tree, "lib") })
    for (const part of output) if (part.type === "chunk") for (const id of part.moduleIds) modules.add(id)
    // Else Node would have to guess, and a package.json of whoever unpacked us would be asked first.
    await writeFile(join(tree, "lib/package.json"), '{ "type": "module" }\n')
    await copyFile(join(root, descriptors[name]), join(tree, "buildpack.toml"))
    await copyPrograms("bin", tree)
    await copyPrograms("lib/cnb/exec.d", tree)
    await copyFile(join(root, "lib/node.lock"), join(tree, "lib/node.lock"))
  }
  await bundle.close()
  return [...modules]
}

async function copyPrograms(folder: string, tree: string): Promise<void> {
  await mkdir(join(tree, folder), { recursive: true })
  for (const name of await readdir(join(root, folder))) {
    await copyFile(join(root, folder, name), join(tree, folder, name))
    await chmod(join(tree, folder, name), 0o755)
  }
}

/** Puts `next` in the place of `old` in one move, so that what runs in there goes on. Both are on one file system. */
export async function replace(old: string, next: string): Promise<void> {
  const aside = `${next}-old`
  await rename(old, aside).catch(() => undefined)
  await rename(next, old)
  await rm(aside, { recursive: true, force: true })
}
