import { type App, readConfig } from "../app/app.ts"
import type { AssetWish } from "../app/assets.ts"
import type { BuildpackConfig } from "../app/buildpack-config.ts"
import { pathBelow, yesOrNo } from "../app/config-value.ts"
import { ownCacheLimit, ownFreshCache, ownPath, ownSetting, ownYesOrNo } from "../app/own-settings.ts"
import { unreadSettings } from "../app/unread-settings.ts"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { RuntimeName } from "../core/runtime.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"

/** Its keys for versions. */
export const versionKeys = { node_version: "node" } as const satisfies Record<string, RuntimeName>

/** What the user has set for this buildpack, wherever it stands. */
export interface StaticConfig {
  readonly npmVersion: Setting<string> | undefined
  readonly yarnVersion: Setting<string> | undefined
  readonly assets: AssetWish
  /** The prefix of Phoenix's Mix tasks. */
  readonly phoenixEx: PhoenixEx
  /** Whether Node and node_modules stay for the running app. */
  readonly keepNode: boolean
  readonly freshCache: Setting<boolean> | undefined
  /** How many bytes the cache may hold. */
  readonly cacheLimit: Setting<number> | undefined
  /** All of the older buildpack's file, for a script that uses what it sets. */
  readonly settings: BuildpackConfig
  /** A warning for each line of the file that means nothing; a script of the app may use whatever is set there. */
  readonly unread: readonly string[]
}

/** The prefix of Phoenix's tasks; `phoenix` up to 1.2. */
export type PhoenixEx = "phx" | "phoenix"

/** The other keys that are read here. */
const staticKeys = [
  "clean_cache",
  "compile",
  "npm_version",
  "yarn_version",
  "phoenix_relative_path",
  "assets_path",
  "phoenix_ex",
  "remove_node",
] as const

/** Throws `config/phoenix-ex`, and what is wrong with the file. */
export function staticConfig(app: App, env: Env): StaticConfig {
  const config = readConfig(app, "phoenix_static_buildpack.config", env)
  const { settings } = config
  const setting = (key: (typeof staticKeys)[number]) => (settings.get(key)?.value ? settings.get(key) : undefined)
  const path = (key: (typeof staticKeys)[number]) => pathBelow(key, setting(key))
  return {
    npmVersion: ownSetting("npm", app, env) ?? setting("npm_version"),
    yarnVersion: ownSetting("yarn", app, env) ?? setting("yarn_version"),
    assets: {
      project: ownPath("assets_project", app, env) ?? path("phoenix_relative_path"),
      assets: ownPath("assets_folder", app, env) ?? path("assets_path"),
      compile: ownPath("assets_script", app, env) ?? path("compile"),
    },
    phoenixEx: phoenixEx(app, setting("phoenix_ex")),
    keepNode:
      ownYesOrNo("keep_node", app, env)?.value ?? yesOrNo("remove_node", setting("remove_node"))?.value === false,
    cacheLimit: ownCacheLimit(app, env),
    freshCache: ownFreshCache(app, env) ?? yesOrNo("clean_cache", setting("clean_cache")),
    settings,
    unread: unreadSettings(config, [...Object.keys(versionKeys), ...staticKeys]),
  }
}

/** Phoenix 1.3 has renamed its tasks. */
function phoenixEx({ lock }: App, wish: Setting<string> | undefined): PhoenixEx {
  if (wish?.value === "phx" || wish?.value === "phoenix") return wish.value
  if (wish !== undefined) throw noPrefix(wish)
  return /^(?:0|1\.[0-2])\./.test(lock?.packages.get("phoenix")?.version ?? "") ? "phoenix" : "phx"
}

function noPrefix({ value, origin }: Setting<string>): BuildpackError {
  return new BuildpackError("config/phoenix-ex", `phoenix_ex is phx or phoenix, not "${quotable(value)}"`, {
    help: `${describeOrigin(origin)} sets it: phoenix for Phoenix before 1.3, else phx. Without the line mix.lock tells.`,
  })
}
