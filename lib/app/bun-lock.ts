import { isRecord } from "../core/record.ts"
import type { Arch } from "../core/target.ts"
import { integrityDigest, isFor, type NpmPackage, nameAndVersion, registryOf } from "./npm-package.ts"

/** What bun has installed by its bun.lock: JSON with commas where JSON has none. Throws what JSON.parse throws. */
export function bunLock(text: string, arch: Arch): readonly NpmPackage[] {
  const json = text.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (found) => (found === "," ? "" : found))
  const lock: unknown = JSON.parse(json)
  const packages = isRecord(lock) && isRecord(lock.packages) ? Object.values(lock.packages) : []
  return packages.flatMap((entry) => {
    // A package of a registry: what it is, where it lies when that is not npm's own, what it says of itself, its digest.
    if (!Array.isArray(entry) || entry.length !== 4) return []
    const [resolution, url, about, integrity] = entry as readonly unknown[]
    const found = typeof resolution === "string" ? nameAndVersion(resolution) : undefined
    const from = typeof url === "string" && url !== "" ? registryOf(url) : {}
    if (found === undefined || from === "elsewhere" || (isRecord(about) && !isFor(about, arch))) return []
    return [{ ...found, digest: integrityDigest(integrity), ...from }]
  })
}
