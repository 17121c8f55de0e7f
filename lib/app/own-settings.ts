import type { Env } from "../core/env.ts"
import { type RuntimeName, runtimeNames } from "../core/runtime.ts"
import { envSetting, type Setting } from "../core/setting.ts"
import type { App } from "./app.ts"
import { pathBelow, sizeLimit, yesOrNo } from "./config-value.ts"
import { settingName, variablesOf } from "./setting-names.ts"
import type { SettingKey, settingTable } from "./setting-table.ts"

type Settings = Pick<App, "projectToml">

type KeyOf<Kind> = { [Key in SettingKey]: (typeof settingTable)[Key]["kind"] extends Kind ? Key : never }[SettingKey]

/** What one of the setting's variables has. */
export function variableSetting(key: SettingKey, env: Env): Setting<string> | undefined {
  return variablesOf(key)
    .map((name) => envSetting(name, env))
    .find((setting) => setting !== undefined)
}

/** What the user has set by our own names: by a variable, else in project.toml. */
export function ownSetting(key: SettingKey, { projectToml }: Settings, env: Env): Setting<string> | undefined {
  return variableSetting(key, env) ?? projectToml.get(key)
}

/** The same for a yes or no. Throws `config/not-yes-or-no`. */
export function ownYesOrNo(key: KeyOf<"yes or no">, app: Settings, env: Env): Setting<boolean> | undefined {
  const setting = ownSetting(key, app, env)
  return setting && yesOrNo(settingName(key, setting.origin), setting)
}

/** Whether the build is to take nothing from the cache: the opposite of `cache`. Throws `config/not-yes-or-no`. */
export function ownFreshCache(app: Settings, env: Env): Setting<boolean> | undefined {
  const cache = ownYesOrNo("cache", app, env)
  return cache && { value: !cache.value, origin: cache.origin }
}

/** How much the cache may hold, in bytes; Infinity for `none`. Throws `config/not-a-size`. */
export function ownCacheLimit(app: Settings, env: Env): Setting<number> | undefined {
  const setting = ownSetting("cache_max", app, env)
  return setting && sizeLimit(settingName("cache_max", setting.origin), setting)
}

/** The same for a file or a folder of the app. Throws `config/not-below`. */
export function ownPath(key: KeyOf<"path">, app: Settings, env: Env): Setting<string> | undefined {
  const setting = ownSetting(key, app, env)
  return setting && pathBelow(settingName(key, setting.origin), setting)
}

/** The versions that are asked for that way: by each variable, the strongest first, then in project.toml. */
export function ownVersions({ projectToml }: Settings, env: Env): readonly OwnVersions[] {
  const variables = runtimeNames.flatMap((name) =>
    variablesOf(name).flatMap((variable): OwnVersions | readonly [] => {
      const setting = envSetting(variable, env)
      return setting === undefined ? [] : { [name]: setting }
    }),
  )
  const inFile = runtimeNames.flatMap((name) => {
    const setting = projectToml.get(name)
    return setting === undefined ? [] : [[name, setting] as const]
  })
  return [...variables, Object.fromEntries(inFile)]
}

type OwnVersions = Readonly<Partial<Record<RuntimeName, Setting<string>>>>
