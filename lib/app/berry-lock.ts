import { isRecord } from "../core/record.ts"
import type { Arch } from "../core/target.ts"
import { isFor, type NpmPackage, nameAndVersion, records } from "./npm-package.ts"

type Entry = Readonly<Record<string, unknown>>

/**
 * What Yarn 2 or later has installed by its yarn.lock: it names packages for all machines, and those that only they need.
 * Its checksums are of archives that Yarn has made itself. Throws what `parse` of yaml throws.
 */
export async function berryLock(text: string, arch: Arch): Promise<readonly NpmPackage[]> {
  const { parse } = await import("yaml")
  const entries = records(parse(text))
  const byWish = new Map(entries.flatMap(([key, entry]) => key.split(", ").map((wish) => [wish, entry] as const)))
  const own = entries.flatMap(([key, entry]) => (key.includes("@workspace:") ? [entry] : []))
  const installed = new Set<Entry>(own)
  // What is added while it goes on is looked at as well.
  for (const { dependencies } of installed) {
    for (const [name, range] of isRecord(dependencies) ? Object.entries(dependencies) : []) {
      const entry = byWish.get(`${name}@${range}`)
      if (entry !== undefined && isFor(machines(entry.conditions), arch)) installed.add(entry)
    }
  }
  return [...installed].flatMap(({ resolution }) =>
    typeof resolution === "string" ? (nameAndVersion(resolution.replace("@npm:", "@")) ?? []) : [],
  )
}

/** Such as `(os=linux | os=android) & cpu=x64`. */
function machines(conditions: unknown): Readonly<Record<string, readonly string[]>> {
  const rules = typeof conditions === "string" ? [...conditions.matchAll(/(os|cpu|libc)=([!\w]+)/g)] : []
  const byKey = Map.groupBy(rules, ([, key = ""]) => key)
  return Object.fromEntries([...byKey].map(([key, found]) => [key, found.map(([, , name = ""]) => name)]))
}
