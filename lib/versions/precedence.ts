import type { RuntimeName } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import { miseSources, type VersionContext } from "./mise-sources.ts"
import { type ByRuntime, configSource, type VersionSource } from "./source.ts"
import { toolVersions } from "./tool-versions.ts"
import { versionFileSources } from "./version-files.ts"

/** What an app says about versions. */
export interface VersionTexts {
  /** By our own names: variables, then project.toml. */
  readonly own: readonly VersionSource["versions"][]
  /** The buildpack's config file, and what its keys pin. */
  readonly config: ReadonlyMap<string, Setting<string>>
  readonly keys: Readonly<Record<string, RuntimeName>>
  /** The files that other tools read, by path from the app's folder. */
  readonly files: ReadonlyMap<string, string>
  /** The folders below the app's that have such files for Node.js. */
  readonly folders?: readonly string[]
  /** What is weaker than all of these. */
  readonly others: readonly VersionSource[]
}

/** The places that ask for versions, the strongest first. */
export async function versionSources(texts: VersionTexts, context: VersionContext): Promise<readonly VersionSource[]> {
  const { own, config, keys, files, folders = [], others } = texts
  const top = toolVersions(files.get(".tool-versions") ?? "")
  // asdf looks for the nearest file that names the tool, and the app's own is the one that people mean.
  const below = top.versions.node === undefined ? folders.map((folder) => nodeVersions(files, folder)) : []
  return [
    ...own.map((versions) => ({ versions })),
    configSource(config, keys),
    ...(await miseSources([top, ...below], files, context)),
    ...versionFileSources(files),
    ...folders.flatMap((folder) => versionFileSources(files, folder)),
    ...others,
  ]
}

function nodeVersions(files: ReadonlyMap<string, string>, folder: string): VersionSource {
  const file = `${folder}/.tool-versions`
  const { versions, warnings } = toolVersions(files.get(file) ?? "", file)
  return { versions: only("node", versions), warnings: only("node", warnings) }
}

function only<T>(name: RuntimeName, all: ByRuntime<T> = {}): ByRuntime<T> {
  const { [name]: one } = all
  return one === undefined ? {} : { [name]: one }
}
