import { constants } from "node:fs"
import { chmod, copyFile, cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Arch } from "../../lib/core/target.ts"
import { root, type TreeName } from "../trees.ts"
import { type Bytes, deflated } from "./gzip.ts"
import { type Licence, licencesText, readLicence } from "./licences.ts"
import { nodePackage } from "./node-package.ts"
import { entriesOf, type TarEntry } from "./tar.ts"

/** Node for one architecture. */
export interface Node {
  /** npm's package of it. */
  readonly folder: string
  readonly program: Bytes
}

/** What all packages are made from. */
export interface Sources {
  /** The folder of the compiled trees. */
  readonly trees: string
  /** The licences of what was compiled into them. */
  readonly bundled: readonly Licence[]
  readonly nodes: ReadonlyMap<Arch, Node>
}

/** Where Node's program is in a tree. */
const program = "node/bin/node"

/** The Node of an architecture. Throws `package/no-node` and `package/wrong-node`. */
export async function findNode(arch: Arch, context: Parameters<typeof nodePackage>[1]): Promise<Node> {
  const folder = await nodePackage(arch, context)
  return { folder, program: await deflated(await readFile(join(folder, "bin/node"))) }
}

/** Copies a compiled tree into a folder and adds what a package has in addition: Node, if any, and the licences. */
export async function completeTree(
  folder: string,
  name: TreeName,
  node: Node | undefined,
  { trees, bundled }: Sources,
): Promise<void> {
  await cp(join(trees, name), folder, { recursive: true })
  const licences = [...bundled]
  if (node !== undefined) {
    await mkdir(join(folder, "node/bin"), { recursive: true })
    await copyFile(join(node.folder, "bin/node"), join(folder, program), constants.COPYFILE_FICLONE)
    licences.push({ ...(await readLicence(node.folder)), name: "Node.js" })
  }
  await copyFile(join(root, "LICENSE"), join(folder, "LICENSE"))
  await writeFile(join(folder, "THIRD_PARTY_LICENSES"), licencesText(licences))
  await setModes(folder)
}

/** What lies in a `bin` folder can be run. The umask of whoever makes a package is not in it. */
export async function setModes(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const runs = entry.isDirectory() || entry.parentPath.endsWith("/bin")
    await chmod(join(entry.parentPath, entry.name), runs ? 0o755 : 0o644)
  }
}

/** The content of a tree for a tar. */
export function treeEntries(folder: string, prefix: string, node: Node | undefined): Promise<readonly TarEntry[]> {
  return entriesOf(folder, prefix, new Map(node && [[program, node.program]]))
}
