import type { RuntimeName, RuntimeRequest } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"

/** One place where versions are asked for: a file of the app, or the environment. */
export interface VersionSource {
  readonly versions: Readonly<Partial<Record<RuntimeName, Setting<string>>>>
}

/** The versions in a buildpack's config file, under the keys that are given for them. An empty value asks for nothing. */
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

/** The request for a runtime, from the sources in their order. */
export function requestRuntime(name: RuntimeName, sources: readonly VersionSource[]): RuntimeRequest {
  return { name, wishes: sources.flatMap((source) => source.versions[name] ?? []), requirements: [] }
}
