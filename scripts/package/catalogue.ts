import type { Arch } from "../../lib/core/target.ts"
import { nodeArch } from "../../lib/versions/node-index.ts"
import { type TreeName, treeNames } from "../trees.ts"

/** The pair for installs by git reference, where Node is fetched and not brought along. */
const withoutNode = "beampack-no-node"

/** A package for the classic API. */
export type ClassicName = TreeName | typeof withoutNode

/** A Cloud Native Buildpack: two components, and the composite of them. */
export type CnbName = "elixir" | "static" | "phoenix"

/** All Cloud Native Buildpacks: the composite finds the others beside it, so they are made together. */
const cnb = "cnb"

export type PackageName = ClassicName | typeof cnb

/** The packages that there are. */
export const packageNames: readonly PackageName[] = [...treeNames, withoutNode, cnb]

/** The architectures that they are made for. */
export const archs: readonly Arch[] = ["amd64", "arm64"]

/** This machine's architecture; undefined when it is none of ours. */
export const ownArch = archs.find((arch) => nodeArch[arch] === process.arch)

/** One folder and tarball to make. */
export interface ClassicPlan {
  readonly api: "classic"
  /** The folder's name, and the tarball's without `.tgz`. */
  readonly id: string
  readonly name: ClassicName
  readonly tree: TreeName
  /** Whose Node goes in; undefined for none. */
  readonly arch: Arch | undefined
}

/** The .cnb files of one architecture to make. */
export interface CnbPlan {
  readonly api: "cnb"
  readonly arch: Arch
}

/** What is to be made of some packages for some architectures; the one without Node is the same for all of them. */
export function plansFor(names: readonly PackageName[], archs: readonly Arch[]): readonly (ClassicPlan | CnbPlan)[] {
  return names.flatMap((name): (ClassicPlan | CnbPlan)[] => {
    if (name === cnb) return archs.map((arch) => ({ api: "cnb", arch }))
    if (name === withoutNode) return [{ api: "classic", id: name, name, tree: "beampack", arch: undefined }]
    return archs.map((arch) => ({ api: "classic", id: `${name}-linux-${arch}`, name, tree: name, arch }))
  })
}
