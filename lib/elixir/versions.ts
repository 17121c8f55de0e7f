import { type App, readConfig } from "../app/app.ts"
import { ownVersions } from "../app/own-settings.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import { versionSources } from "../versions/precedence.ts"
import type { VersionSource } from "../versions/source.ts"
import { configFile, versionKeys } from "./config.ts"

/** The places that ask for versions of Erlang/OTP, Elixir and their tools, the strongest first. */
export async function beamVersions(
  app: App,
  { env, target }: Pick<BuildRequest, "env" | "target">,
): Promise<readonly VersionSource[]> {
  const texts = {
    own: ownVersions(app, env),
    config: readConfig(app, configFile, env),
    keys: versionKeys,
    files: app.versionFiles,
    others: [{ versions: {}, requirements: { elixir: app.elixirRequirements } }],
  }
  return versionSources(texts, { env, arch: target.arch })
}
