import type { BuildpackError } from "../core/error.ts"
import { type KnownDigest, type RuntimeName, type RuntimeRequest, runtimeTitles } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"

/** Something for each runtime that it concerns. */
export type ByRuntime<T> = Readonly<Partial<Record<RuntimeName, T>>>

/** One place where versions are asked for: a file of the app, or the environment. */
export interface VersionSource {
  /** What it wishes. */
  readonly versions: ByRuntime<Setting<string>>
  /** What the code demands. */
  readonly requirements?: ByRuntime<readonly Setting<string>[]>
  /** Why it cannot tell what it wishes; the build ends with it when no stronger source does. */
  readonly refused?: ByRuntime<BuildpackError>
  /** What it knows of the files to download. */
  readonly digests?: ByRuntime<readonly KnownDigest[]>
  /** What the user should know of what it says about a runtime. */
  readonly warnings?: ByRuntime<readonly string[]>
}

/** The versions in a buildpack's config file, under the keys that are given for them. */
export function configSource(
  config: ReadonlyMap<string, Setting<string>>,
  keys: Readonly<Record<string, RuntimeName>>,
): VersionSource {
  const versions: Partial<Record<RuntimeName, Setting<string>>> = {}
  for (const [key, runtime] of Object.entries(keys)) {
    const setting = config.get(key)
    if (setting?.value) versions[runtime] = setting
  }
  return { versions }
}

/**
 * The request for a runtime, from the sources in their order; empty texts and `system`, which is the machine's own, ask
 * for nothing. Throws what is wrong with the source that would decide.
 */
export function requestRuntime(name: RuntimeName, sources: readonly VersionSource[]): RuntimeRequest {
  const deciding = sources.find(({ versions, refused }) => asks(versions[name]) || refused?.[name] !== undefined)
  if (deciding?.refused?.[name] !== undefined) throw deciding.refused[name]
  const knownDigests = sources.flatMap(({ digests }) => digests?.[name] ?? [])
  return {
    name,
    wishes: sources.flatMap(({ versions }) => versions[name] ?? []).filter(asks),
    requirements: sources.flatMap(({ requirements }) => requirements?.[name] ?? []).filter(asks),
    ...(knownDigests.length === 0 ? {} : { knownDigests }),
  }
}

/** What the user should know of the sources, as far as these runtimes are concerned. */
export function sourceWarnings(names: readonly RuntimeName[], sources: readonly VersionSource[]): readonly string[] {
  const warnings = names.flatMap((name) =>
    sources.flatMap(({ refused, warnings }) => [
      ...(refused?.[name] === undefined ? [] : [`${refused[name].message}: passed over for ${runtimeTitles[name]}`]),
      ...(warnings?.[name] ?? []),
    ]),
  )
  return [...new Set(warnings)]
}

function asks(setting: Setting<string> | undefined): boolean {
  return setting !== undefined && !["", "system"].includes(setting.value.trim())
}
