import type { BuildpackError } from "../core/error.ts"
import { type KnownDigest, type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { parseElixirRef } from "./elixir-ref.ts"
import { readElixirWish } from "./elixir-wish.ts"
import type { MiseLock } from "./mise-lock.ts"
import { readNodeWish } from "./node-wish.ts"
import { parseOtp } from "./otp.ts"
import { readOtpWish } from "./otp-wish.ts"
import type { VersionSource } from "./source.ts"

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
    const fitting = entries.find(({ version }) => allows(name, wish.value, version.value))
    const [first] = entries
    if (lock.refused?.[name] !== undefined) refused[name] = lock.refused[name]
    if (fitting === undefined && first !== undefined) warnings[name] = [outdated(name, first.version, wish)]
    if (fitting !== undefined) {
      digests[name] = fitting.digests
      if (fitting.version.value !== wish.value) versions[name] = fitting.version
    }
  }
  return [{ versions, refused, digests, warnings }, source]
}

type Allows = (wish: string, version: string) => boolean

const kinds: Readonly<Partial<Record<RuntimeName, Allows>>> = {
  erlang: (wish, text) => {
    const version = parseOtp(text)
    return version !== undefined && readOtpWish(wish)?.allows(version) === true
  },
  elixir: (wish, text) => {
    const version = parseElixirRef(text)
    return version !== undefined && readElixirWish(wish)?.allows(version) === true
  },
  // Which line a release belongs to is told by the index alone; mise has asked it.
  node: (wish, version) =>
    /^lts\b/i.test(wish) || readNodeWish(wish)?.allows({ version, lts: false, files: [] }) === true,
}

function allows(name: RuntimeName, wish: string, version: string): boolean {
  return kinds[name]?.(wish, version) === true
}

function outdated(name: RuntimeName, locked: Setting<string>, wish: Setting<string>): string {
  const title = `${runtimeTitles[name]} ${locked.value}`
  return `${describeOrigin(locked.origin)} has ${title}, and ${describeOrigin(wish.origin)} asks for ${wish.value}: "mise lock" brings them together`
}
