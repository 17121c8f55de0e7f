import type { RuntimeName } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import { configSource, type VersionSource } from "./source.ts"
import { toolVersions } from "./tool-versions.ts"

/** What an app says about versions. */
export interface VersionTexts {
  /** By our own names: variables and project.toml. */
  readonly own: VersionSource["versions"]
  /** The buildpack's config file, and what its keys pin. */
  readonly config: ReadonlyMap<string, Setting<string>>
  readonly keys: Readonly<Record<string, RuntimeName>>
  /** The text of `.tool-versions`, if the app has one. */
  readonly toolVersions: string | undefined
}

/** The places that may pin a version, the strongest first. */
export function versionSources({ own, config, keys, toolVersions: text }: VersionTexts): readonly VersionSource[] {
  return [{ versions: own }, configSource(config, keys), toolVersions(text ?? "")]
}
