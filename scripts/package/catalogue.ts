import type { Arch } from "../../lib/core/target.ts"
import { type TreeName, treeNames } from "../trees.ts"

/** The pair for installs by git reference, where Node is fetched and not brought along. */
const withoutNode = "beampack-no-node"

export type PackageName = TreeName | typeof withoutNode

/** The packages that there are. */
export const packageNames: readonly PackageName[] = [...treeNames, withoutNode]

/** The architectures that they are made for. */
export const archs: readonly Arch[] = ["amd64", "arm64"]

/** One folder and tarball to make. */
export interface Plan {
  /** The folder's name, and the tarball's without `.tgz`. */
  readonly id: string
  readonly name: PackageName
  readonly tree: TreeName
  /** Whose Node goes in; undefined for none. */
  readonly arch: Arch | undefined
}

/** What is to be made of some packages for some architectures; the one without Node is the same for all of them. */
export function plansFor(names: readonly PackageName[], archs: readonly Arch[]): readonly Plan[] {
  return names.flatMap((name): Plan[] =>
    name === withoutNode
      ? [{ id: name, name, tree: "beampack", arch: undefined }]
      : archs.map((arch) => ({ id: `${name}-linux-${arch}`, name, tree: name, arch })),
  )
}
