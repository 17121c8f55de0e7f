import type { App } from "../app/app.ts"
import type { BuildpackConfig } from "../app/buildpack-config.ts"
import { ownVersions } from "../app/own-settings.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import { describeOrigin } from "../core/setting.ts"
import { isElixirRequirement, noRequirement } from "../versions/elixir-requirement.ts"
import { versionSources } from "../versions/precedence.ts"
import type { VersionSource } from "../versions/source.ts"
import { versionKeys } from "./config.ts"

/**
 * The places that ask for versions of Erlang/OTP, Elixir and their tools, the strongest first; `config` is the config file.
 * Throws `version/not-understood` for what Mix cannot read in a mix.exs.
 */
export async function beamVersions(
  app: App,
  config: BuildpackConfig,
  { env, target }: Pick<BuildRequest, "env" | "target">,
): Promise<readonly VersionSource[]> {
  const texts = {
    own: ownVersions(app, env),
    config,
    keys: versionKeys,
    files: app.versionFiles,
    others: [mixRequirements(app)],
  }
  const sources = await versionSources(texts, { env, arch: target.arch })
  const isWished = sources.some(({ versions }) => versions.elixir !== undefined)
  return isWished ? sources : [...sources, computedRequirements(app)]
}

/** What every mix.exs requires, as far as that is written there. */
function mixRequirements({ elixirRequirements }: App): VersionSource {
  const elixir = elixirRequirements.flatMap(({ value, origin }) => (value === undefined ? [] : [{ value, origin }]))
  const unread = elixir.find(({ value }) => !isElixirRequirement(value))
  if (unread !== undefined) throw noRequirement(unread)
  return { versions: {}, requirements: { elixir } }
}

/** Where nobody wishes for a version, and only Mix could tell which ones the code needs. */
function computedRequirements({ elixirRequirements }: App): VersionSource {
  const computed = elixirRequirements.filter(({ value }) => value === undefined)
  const warnings = computed.map(
    ({ origin }) =>
      `${describeOrigin(origin)}: code makes the value of "elixir:", so that it does not count; name the version in .tool-versions`,
  )
  return { versions: {}, warnings: { elixir: warnings } }
}
