import type { App } from "../app/app.ts"
import type { BuildpackConfig } from "../app/buildpack-config.ts"
import { readText } from "../app/folder.ts"
import type { NodePackages } from "../app/node-packages.ts"
import { ownVersions } from "../app/own-settings.ts"
import type { PackageEngines } from "../app/package-engines.ts"
import { parsePackageJson } from "../app/package-json.ts"
import { readVersionFiles } from "../app/version-files.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import { BuildpackError } from "../core/error.ts"
import { describeOrigin } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import { readNodeWish } from "../versions/node-wish.ts"
import { versionSources } from "../versions/precedence.ts"
import type { VersionSource } from "../versions/source.ts"
import { versionKeys } from "./config.ts"

/**
 * The places that ask for a version of Node, the strongest first; `config` is the config file, and `packages` are those
 * that the assets lean on.
 */
export async function nodeVersions(
  app: App,
  config: BuildpackConfig,
  packages: readonly NodePackages[],
  { env, target }: Pick<BuildRequest, "env" | "target">,
): Promise<readonly VersionSource[]> {
  const folders = [...new Set(packages.map(({ folder }) => folder))].filter((folder) => folder !== ".")
  const below = await Promise.all(folders.map((folder) => readVersionFiles(app.folder, folder)))
  const top = packages.some(({ folder }) => folder === ".") ? undefined : await topEngines(app)
  const engines = [...packages.map((each) => each.engines), ...(top === undefined ? [] : [top])]
  const texts = {
    own: ownVersions(app, env),
    config,
    keys: versionKeys,
    files: new Map([app.versionFiles, ...below].flatMap((files) => [...files])),
    folders,
    others: engines.flatMap(engineSources),
  } as const
  return versionSources(texts, { env, arch: target.arch })
}

/** Those of a package.json that is not the assets' own. Nothing is installed by it, so that it may be broken. */
async function topEngines({ folder }: App): Promise<PackageEngines | undefined> {
  const text = await readText(folder, "package.json")
  try {
    return text === undefined ? undefined : parsePackageJson(text, "package.json").engines
  } catch (error) {
    if (error instanceof BuildpackError) return undefined
    throw error
  }
}

/** npm passes over what it cannot read there, so we only tell. */
function engineSources({ needed, mistyped, wished }: PackageEngines): readonly VersionSource[] {
  const wishes = wished.map((node) => ({ versions: { node } }))
  if (mistyped !== undefined) {
    const warning = `${describeOrigin(mistyped.origin)} has ${quotable(mistyped.value)} for engines.node, which is no text in quotes: it does not count`
    return [...wishes, { versions: {}, warnings: { node: [warning] } }]
  }
  if (needed === undefined) return wishes
  if (readNodeWish(needed.value) !== undefined) return [...wishes, { versions: {}, requirements: { node: [needed] } }]
  const warning = `${describeOrigin(needed.origin)} requires Node.js "${quotable(needed.value)}", which is no range of versions: it does not count`
  return [...wishes, { versions: {}, warnings: { node: [warning] } }]
}
