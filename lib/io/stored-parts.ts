import { mkdir, readdir, rename } from "node:fs/promises"
import { join } from "node:path"
import { digestFile, remove, temporaryBeside } from "./files.ts"
import { packTree, type TreeArchiveOptions, unpackTrees } from "./tree-archive.ts"
import { eachOf } from "./workers.ts"

/**
 * Parts of a tree in a folder that platforms keep: archives, since some of them lose the times and modes of files, named by
 * their digests. So what has not changed is not written again, and whoever lists them may do so after they are written and
 * before others are removed.
 */
export interface StoredParts {
  /** Packs just these paths of a folder, and returns the digest that the part is known by. */
  pack(root: string, paths: readonly string[], options: TreeArchiveOptions): Promise<string>
  /** Whether all of these are there as they were packed. */
  hold(digests: Iterable<string>): Promise<boolean>
  /** Unpacks these into a folder, several at once: they share no file, and only the folders `shared`. Does not look whether they are whole. */
  unpack(digests: Iterable<string>, root: string, options: UnpackPartsOptions): Promise<void>
  /**
   * Removes all that is neither one of these nor has one of these names: what is of an earlier build, or of one that was killed.
   * Unless `alone` says that it may be of one that is under way: then the next one does it.
   */
  removeOthers(digests: Iterable<string>, names: readonly string[], alone: () => Promise<boolean>): Promise<void>
}

interface UnpackPartsOptions extends TreeArchiveOptions {
  /** From `root`. */
  readonly shared: readonly string[]
}

/** The parts in a folder. */
export function storedParts(folder: string): StoredParts {
  const fileOf = (digest: string): string => `${digest}.tar`
  const pathOf = (digest: string): string => join(folder, fileOf(digest))
  return {
    pack: async (root, paths, options) => {
      const file = temporaryBeside(join(folder, "part"))
      await packTree(root, paths, file, options)
      const digest = await digestFile(file, "sha256")
      await rename(file, pathOf(digest))
      return digest
    },
    hold: async (digests) => {
      let areWhole = true
      await eachOf(digests, async (digest) => {
        const actual = await digestFile(pathOf(digest), "sha256").catch(() => undefined)
        if (actual !== digest) areWhole = false
      })
      return areWhole
    },
    unpack: async (digests, root, { shared, ...options }) => {
      // Several of tar's would make them at once, and fail.
      for (const path of shared) await mkdir(join(root, path), { recursive: true })
      await unpackTrees([...digests].map(pathOf), root, options)
    },
    removeOthers: async (digests, names, alone) => {
      const known = new Set([...names, ...[...digests].map(fileOf)])
      const others = (await readdir(folder)).filter((name) => !known.has(name))
      if (others.length === 0 || !(await alone())) return
      await Promise.all(others.map((name) => remove(join(folder, name))))
    },
  }
}
