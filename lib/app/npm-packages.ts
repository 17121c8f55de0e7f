import { posix } from "node:path"
import type { Arch } from "../core/target.ts"
import { berryLock } from "./berry-lock.ts"
import { bunLock } from "./bun-lock.ts"
import { readText } from "./folder.ts"
import type { NodePackages } from "./node-packages.ts"
import type { NpmPackage } from "./npm-package.ts"
import { packageLock } from "./package-lock.ts"
import type { PackageManager } from "./package-manager.ts"
import { pnpmLock } from "./pnpm-lock.ts"
import { yarnLock } from "./yarn-lock.ts"

type ReadLock = (text: string, arch: Arch) => readonly NpmPackage[] | Promise<readonly NpmPackage[]>

const locks: Readonly<Record<PackageManager, ReadLock>> = {
  npm: packageLock,
  yarn: yarnLock,
  berry: berryLock,
  pnpm: pnpmLock,
  bun: bunLock,
}

/**
 * The packages that were installed by a lock, as far as it tells: those of npm registries. None for a lock of another
 * format, such as bun.lockb, or one that cannot be read.
 */
export async function npmPackages(
  app: string,
  { folder, manager, lock }: NodePackages,
  arch: Arch,
): Promise<readonly NpmPackage[]> {
  if (lock === undefined || lock.file === "bun.lockb") return []
  const text = (await readText(app, posix.join(folder, lock.file))) ?? ""
  try {
    return await locks[manager](text, arch)
  } catch {
    // Its package manager, which has read it, knows better.
    return []
  }
}
