import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Readable } from "node:stream"
import { stringify } from "smol-toml"
import type { Arch } from "../../lib/core/target.ts"
import { writeAtomic } from "../../lib/io/files.ts"
import { descriptors, root, type TreeName } from "../trees.ts"
import { buildpackage, type Module, type Modules, moduleOf, placeOf } from "./buildpackage.ts"
import { type CnbName, type CnbPlan, ownArch } from "./catalogue.ts"
import { readDescriptor, targetedAt } from "./descriptor.ts"
import type { Made } from "./made.ts"
import { partsOf } from "./size.ts"
import { completeTree, type Node, type Sources, setModes, treeEntries } from "./tree.ts"

const descriptor = "buildpack.toml"

/**
 * Makes the .cnb files of an architecture: each component alone, and the composite with both in it. Those of this machine's
 * come with the folders that they are made of, for `pack build --buildpack FOLDER`.
 */
export async function makeCnb({ arch }: CnbPlan, work: string, sources: Sources): Promise<readonly Made[]> {
  const folders = join(work, `cnb-${arch}`)
  const [elixir, statics] = await Promise.all([
    makeComponent(join(folders, "elixir"), "beampack-elixir", arch, sources),
    makeComponent(join(folders, "static"), "beampack-static", arch, sources),
  ])
  const phoenix = await makeComposite(join(folders, "phoenix"), ["../elixir", "../static"], arch)
  const make = async (name: CnbName, modules: Modules): Promise<Made> => {
    const id = `${name}-linux-${arch}.cnb`
    const file = join(work, id)
    await writeAtomic(file, Readable.from(buildpackage(modules, arch)))
    return {
      name,
      file: { from: file, to: `cnb/${id}` },
      folders: arch === ownArch ? [{ from: join(folders, name), to: `cnb/${name}` }] : [],
      parts: await partsOf(name === "phoenix" ? folders : join(folders, name)),
    }
  }
  return Promise.all([make("elixir", [elixir]), make("static", [statics]), make("phoenix", [phoenix, elixir, statics])])
}

async function makeComponent(folder: string, tree: TreeName, arch: Arch, sources: Sources): Promise<Module> {
  const node = sources.nodes.get(arch)
  await completeTree(folder, tree, node, sources)
  const file = join(folder, descriptor)
  await writeFile(file, targetedAt(await readFile(file, "utf8"), arch))
  return packFolder(folder, node)
}

/** A composite has no program of its own, and its package.toml says where its components lie. */
async function makeComposite(folder: string, components: readonly string[], arch: Arch): Promise<Module> {
  await mkdir(folder)
  await copyFile(join(root, descriptors.beampack), join(folder, descriptor))
  await copyFile(join(root, "LICENSE"), join(folder, "LICENSE"))
  const config = {
    buildpack: { uri: "." },
    dependencies: components.map((uri) => ({ uri })),
    targets: [{ os: "linux", arch }],
  }
  await writeFile(join(folder, "package.toml"), stringify(config))
  await setModes(folder)
  return packFolder(folder, undefined)
}

async function packFolder(folder: string, node: Node | undefined): Promise<Module> {
  const description = readDescriptor(await readFile(join(folder, descriptor), "utf8"))
  return moduleOf(description, await treeEntries(folder, `${placeOf(description)}/`, node))
}
