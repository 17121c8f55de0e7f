import { type App, readConfig } from "../app/app.ts"
import type { Env } from "../core/env.ts"
import type { Setting } from "../core/setting.ts"
import { versionSources } from "../versions/precedence.ts"
import type { VersionSource } from "../versions/source.ts"
import { type Hooks, hookNames } from "./hooks.ts"

/** What the user has set for this buildpack, wherever it stands. */
export interface ElixirConfig {
  /** The places that may pin a version, the strongest first. */
  readonly versions: readonly VersionSource[]
  readonly hooks: Hooks
  /** More words for `mix test`. */
  readonly testArgs: Setting<string> | undefined
}

export function elixirConfig(app: App, env: Env): ElixirConfig {
  const config = readConfig(app, "elixir_buildpack.config", env)
  return {
    versions: versionSources({
      env,
      config,
      keys: { erlang_version: "erlang", elixir_version: "elixir" },
      toolVersions: app.texts[".tool-versions"],
    }),
    hooks: Object.fromEntries(hookNames.map((name) => [name, config.get(name)])),
    testArgs: config.get("test_args"),
  }
}
