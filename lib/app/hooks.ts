import type { Env } from "../core/env.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { type App, readConfig } from "./app.ts"
import { ownSetting } from "./own-settings.ts"

/** The user's own commands around the build, by the names they have in elixir_buildpack.config, in their order. */
export const hookNames = [
  "pre_compile",
  "hook_pre_fetch_dependencies",
  "hook_pre_compile",
  "hook_compile",
  "hook_post_compile",
  "post_compile",
] as const
/** As in elixir_buildpack.config; `pre_compile` and `post_compile` are the old names that only it has. */
export type HookName = (typeof hookNames)[number]
/** A bash command for each moment that has one. */
export type Hooks = Readonly<Partial<Record<HookName, Setting<string>>>>

/** Old templates have these, and they do nothing. */
const idle = ["", "pwd", "true", ":"]

/** Reads our own settings, then elixir_buildpack.config. Throws `config/syntax`. */
export function readHooks(app: App, env: Env): Hooks {
  const { settings } = readConfig(app, "elixir_buildpack.config", env)
  return Object.fromEntries(hookNames.map((name) => [name, ownHook(name, app, env) ?? settings.get(name)]))
}

/** The two old names among them are the file's alone. */
function ownHook(name: HookName, app: App, env: Env): Setting<string> | undefined {
  return name === "pre_compile" || name === "post_compile" ? undefined : ownSetting(name, app, env)
}

/** Why nobody knows what a build with these hooks makes of the sources; undefined when none of them does anything. */
export function whyHooked(hooks: Hooks): string | undefined {
  for (const name of hookNames) {
    const hook = hooks[name]
    if (hook !== undefined && !idle.includes(hook.value.trim())) {
      return `nobody knows what ${name} does (${describeOrigin(hook.origin)})`
    }
  }
  return undefined
}
