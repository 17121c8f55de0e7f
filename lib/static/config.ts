import { type App, readConfig } from "../app/app.ts"
import type { Env } from "../core/env.ts"
import { configSource, envSource, type VersionSource } from "../versions/source.ts"
import { toolVersions } from "../versions/tool-versions.ts"

/** The places that may pin Node's version, the strongest first. */
export function nodeVersions(app: App, env: Env): readonly VersionSource[] {
  const config = readConfig(app, "phoenix_static_buildpack.config", env)
  return [
    envSource(env),
    configSource(config, { node_version: "node" }),
    toolVersions(app.texts[".tool-versions"] ?? ""),
  ]
}
