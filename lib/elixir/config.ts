import { type App, readConfig } from "../app/app.ts"
import type { BuildpackConfig } from "../app/buildpack-config.ts"
import { yesOrNo } from "../app/config-value.ts"
import { type Hooks, hookNames, readHooks } from "../app/hooks.ts"
import { ownCacheLimit, ownFreshCache, ownSetting } from "../app/own-settings.ts"
import { releaseKeys } from "../app/release-settings.ts"
import { unknownVariables } from "../app/unknown-variables.ts"
import { unreadSettings } from "../app/unread-settings.ts"
import type { Env } from "../core/env.ts"
import type { OutputEvent } from "../core/output.ts"
import type { RuntimeName } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import { oldKeys, oldSettingNotes } from "./old-settings.ts"

/** What the user has set for this buildpack, wherever it stands. */
export interface ElixirConfig {
  readonly hooks: Hooks
  /** More words for `mix test`. */
  readonly testArgs: Setting<string> | undefined
  /** Whether the build is to take nothing from the cache. */
  readonly freshCache: Setting<boolean> | undefined
  /** How many bytes the cache may hold. */
  readonly cacheLimit: Setting<number> | undefined
  /** All of the older buildpack's file, whose keys for versions are one place among others. */
  readonly settings: BuildpackConfig
  /** What the user should know about the settings themselves. */
  readonly notes: readonly OutputEvent[]
}

/** The older buildpacks' files. */
const configFile = "elixir_buildpack.config"
const releasesFile = "releases_buildpack.config"

/** Its keys for versions. */
export const versionKeys = { erlang_version: "erlang", elixir_version: "elixir" } as const satisfies Record<
  string,
  RuntimeName
>

/** All that is read in the file, here and by those who own the rest of it. */
const knownKeys = [
  ...Object.keys(versionKeys),
  ...hookNames,
  ...oldKeys,
  ...releaseKeys[configFile],
  "test_args",
  "always_rebuild",
]

/** Reads our own settings, then elixir_buildpack.config. Throws `config/syntax` and `config/not-yes-or-no`. */
export function elixirConfig(app: App, env: Env): ElixirConfig {
  const config = readConfig(app, configFile, env)
  const { settings } = config
  const unread = [
    ...unknownVariables(env),
    ...unreadSettings(config, knownKeys),
    ...unreadSettings(readConfig(app, releasesFile, env), releaseKeys[releasesFile]),
  ]
  return {
    hooks: readHooks(app, env),
    testArgs: ownSetting("test_args", app, env) ?? settings.get("test_args"),
    cacheLimit: ownCacheLimit(app, env),
    freshCache: ownFreshCache(app, env) ?? yesOrNo("always_rebuild", settings.get("always_rebuild")),
    settings,
    notes: [...oldSettingNotes(settings), ...unread.map((text) => ({ kind: "warning", text }) as const)],
  }
}
