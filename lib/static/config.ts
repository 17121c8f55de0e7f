import { type App, readConfig } from "../app/app.ts"
import type { Env } from "../core/env.ts"
import { versionSources } from "../versions/precedence.ts"
import type { VersionSource } from "../versions/source.ts"

/** The places that may pin Node's version, the strongest first. */
export function nodeVersions(app: App, env: Env): readonly VersionSource[] {
  const config = readConfig(app, "phoenix_static_buildpack.config", env)
  return versionSources({
    env,
    config,
    keys: { node_version: "node" },
    toolVersions: app.texts[".tool-versions"],
  })
}
