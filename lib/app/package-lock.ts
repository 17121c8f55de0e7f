import { isRecord } from "../core/record.ts"
import type { Arch } from "../core/target.ts"
import { integrityDigest, isFor, type NpmPackage, records, registryOf } from "./npm-package.ts"

type Entry = Readonly<Record<string, unknown>>

/** What npm has installed by its package-lock.json or npm-shrinkwrap.json. Throws what JSON.parse throws. */
export function packageLock(text: string, arch: Arch): readonly NpmPackage[] {
  const lock: unknown = JSON.parse(text.replace(/^\uFEFF/, ""))
  if (!isRecord(lock)) return []
  return lock.packages === undefined ? ofVersion1(lock.dependencies) : ofVersion2(lock.packages, arch)
}

/** By the folders of the packages. Those that lie elsewhere are the app's own, and their places here are links. */
function ofVersion2(packages: unknown, arch: Arch): readonly NpmPackage[] {
  return records(packages).flatMap(([path, entry]) => {
    const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? []
    if (name === undefined || !isFor(entry, arch)) return []
    // Installed under another name, it has its own here.
    return npmPackage(typeof entry.name === "string" ? entry.name : name, entry)
  })
}

/** It does not say which machines an optional package is for, and so not whether it is there. */
function ofVersion1(dependencies: unknown): readonly NpmPackage[] {
  return records(dependencies).flatMap(([name, entry]) => [
    ...(entry.optional === true ? [] : npmPackage(name, entry)),
    ...ofVersion1(entry.dependencies),
  ])
}

function npmPackage(name: string, { version, resolved, integrity }: Entry): readonly NpmPackage[] {
  if (typeof version !== "string" || !/^\d/.test(version)) return []
  // A lock may leave the URL out; what comes from git or a file always has it.
  const from = typeof resolved === "string" ? registryOf(resolved) : {}
  return from === "elsewhere" ? [] : [{ name, version, digest: integrityDigest(integrity), ...from }]
}
