import { isRecord } from "../core/record.ts"
import type { Arch } from "../core/target.ts"
import { integrityDigest, isFor, type NpmPackage, nameAndVersion, records } from "./npm-package.ts"

/** What pnpm has installed by its pnpm-lock.yaml. Throws what `parse` of yaml throws. */
export async function pnpmLock(text: string, arch: Arch): Promise<readonly NpmPackage[]> {
  const { parse } = await import("yaml")
  const lock: unknown = parse(text)
  if (!isRecord(lock)) return []
  const packages = records(lock.packages).flatMap(([key, entry]) => {
    const found = nameAndVersion(withoutPeers(key))
    const { integrity } = isRecord(entry.resolution) ? entry.resolution : {}
    // Only what a registry has is told by name and digest.
    if (found === undefined || integrity === undefined || !isFor(entry, arch)) return []
    return [{ ...found, digest: integrityDigest(integrity) }]
  })
  return packages
}

/** `/@babel/core/7.1.0_peer` of format 5 and `/@babel/core@7.1.0(peer)` of format 6 are `@babel/core@7.1.0` in format 9. */
function withoutPeers(key: string): string {
  const [, name, version] = /^\/((?:@[^/]+\/)?[^/@]+)\/([^/_]+)(?:_.*)?$/.exec(key) ?? []
  return name === undefined ? key.replace(/^\//, "").replace(/\(.*$/, "") : `${name}@${version}`
}
