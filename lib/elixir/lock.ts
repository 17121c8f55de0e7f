import type { LockedPackage, MixLock } from "../app/mix-lock.ts"
import { mismatch } from "../mix/lock-mismatch.ts"

/**
 * Compares mix.lock with what `mix deps.get` has made of it: Hex before 2.4.2 fetches what the registry has and writes its
 * digests over the locked ones (CVE-2026-32148). Returns what the lock did not know. Throws `hex/lock-mismatch`.
 */
export function unlockedPackages(before: MixLock, after: MixLock): readonly string[] {
  const fetched = [...after.packages].map(([name, now]) => ({ name, now, old: before.packages.get(name) }))
  for (const { name, now, old } of fetched) {
    if (old?.version === now.version && !sameContent(old, now)) throw mismatch(name, now.version)
  }
  return fetched.filter(({ now, old }) => old?.version !== now.version).map(({ name, now }) => `${name} ${now.version}`)
}

function sameContent(old: LockedPackage, now: LockedPackage): boolean {
  return old.digests.every((digest, at) => digest === undefined || digest === now.digests[at])
}
