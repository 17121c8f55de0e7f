import type { BuildpackError } from "../core/error.ts"
import { type KnownDigest, type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import type { MiseLock } from "./mise-lock.ts"
import type { VersionSource } from "./source.ts"
import { weigh } from "./weigh.ts"

/**
 * A source of mise with what its lock makes of it: the version that mise has chosen stands before the wish that allows
 * it. A version that the wish no longer allows does not count, as in mise. Nothing is made of the wishes of runtimes for
 * which there is a `stronger` one.
 */
export function narrowed(
  source: VersionSource,
  lock: MiseLock,
  stronger: ReadonlySet<string>,
): readonly VersionSource[] {
  const versions: Partial<Record<RuntimeName, Setting<string>>> = {}
  const refused: Partial<Record<RuntimeName, BuildpackError>> = {}
  const digests: Partial<Record<RuntimeName, readonly KnownDigest[]>> = {}
  const warnings: Partial<Record<RuntimeName, readonly string[]>> = {}
  for (const [key, wish] of Object.entries(source.versions)) {
    const name = key as RuntimeName
    if (stronger.has(name)) continue
    const entries = lock.entries[name] ?? []
    const fitting = entries.find(({ version }) => isFor(name, wish, version))
    const [first] = entries
    if (lock.refused?.[name] !== undefined) refused[name] = lock.refused[name]
    if (fitting === undefined && first !== undefined) warnings[name] = [outdated(name, first.version, wish)]
    if (fitting !== undefined) {
      digests[name] = fitting.digests
      if (fitting.warnings.length > 0) warnings[name] = fitting.warnings
      if (fitting.version.value !== wish.value) versions[name] = fitting.version
    }
  }
  return [{ versions, refused, digests, warnings }, source]
}

/** What mise has chosen is there: it only has to be in what is asked for. */
function isFor(name: RuntimeName, wish: Setting<string>, version: Setting<string>): boolean {
  return weigh(name, wish.value, { version: version.value })?.isIncluded === true
}

function outdated(name: RuntimeName, locked: Setting<string>, wish: Setting<string>): string {
  const title = `${runtimeTitles[name]} ${locked.value}`
  return `${describeOrigin(locked.origin)} has ${title}, and ${describeOrigin(wish.origin)} asks for ${quotable(wish.value)}: "mise lock" brings them together`
}
