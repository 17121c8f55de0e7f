import { type App, type ConfigFile, readConfig } from "../app/app.ts"
import { yesOrNo } from "../app/config-value.ts"
import { ownFreshCache, ownSetting } from "../app/own-settings.ts"
import { releaseKeys } from "../app/release-settings.ts"
import { unknownVariables } from "../app/unknown-variables.ts"
import { unreadSettings } from "../app/unread-settings.ts"
import type { Env } from "../core/env.ts"
import type { OutputEvent } from "../core/output.ts"
import type { RuntimeName } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import { type HookName, type Hooks, hookNames } from "./hooks.ts"
import { oldKeys, oldSettingNotes } from "./old-settings.ts"

/** What the user has set for this buildpack, wherever it stands. */
export interface ElixirConfig {
  readonly hooks: Hooks
  /** More words for `mix test`. */
  readonly testArgs: Setting<string> | undefined
  /** Whether the build is to take nothing from the cache. */
  readonly freshCache: Setting<boolean> | undefined
  /** What the user should know about the settings themselves. */
  readonly notes: readonly OutputEvent[]
}

/** The older buildpack's file. */
export const configFile = "elixir_buildpack.config"

/** Its keys for versions. */
export const versionKeys = { erlang_version: "erlang", elixir_version: "elixir" } as const satisfies Record<
  string,
  RuntimeName
>

/** All that is read in each file, here and by those who own the rest of it. */
const knownKeys = new Map<ConfigFile, readonly string[]>([
  [
    configFile,
    [...Object.keys(versionKeys), ...hookNames, ...oldKeys, ...releaseKeys[configFile], "test_args", "always_rebuild"],
  ],
  ["releases_buildpack.config", releaseKeys["releases_buildpack.config"]],
])

/** Reads our own settings, then elixir_buildpack.config. Throws `config/syntax` and `config/not-yes-or-no`. */
export function elixirConfig(app: App, env: Env): ElixirConfig {
  const config = readConfig(app, configFile, env)
  return {
    hooks: Object.fromEntries(hookNames.map((name) => [name, ownHook(name, app, env) ?? config.get(name)])),
    testArgs: ownSetting("test_args", app, env) ?? config.get("test_args"),
    freshCache: ownFreshCache(app, env) ?? yesOrNo("always_rebuild", config.get("always_rebuild")),
    notes: [...oldSettingNotes(config), ...unreadNotes(app, env)],
  }
}

/** The two old names among them are the file's alone. */
function ownHook(name: HookName, app: App, env: Env): Setting<string> | undefined {
  return name === "pre_compile" || name === "post_compile" ? undefined : ownSetting(name, app, env)
}

function unreadNotes(app: App, env: Env): readonly OutputEvent[] {
  const inFiles = [...knownKeys].flatMap(([name, keys]) => unreadSettings(app, name, keys, env))
  return [...unknownVariables(env), ...inFiles].map((text) => ({ kind: "warning", text }))
}
