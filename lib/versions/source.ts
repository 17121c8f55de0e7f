import type { Env } from "../core/env.ts"
import { type RuntimeName, type RuntimeRequest, runtimeNames } from "../core/runtime.ts"
import { envSetting, type Setting } from "../core/setting.ts"

/** One place where versions are asked for: a file of the app, or the environment. */
export interface VersionSource {
  readonly versions: Readonly<Partial<Record<RuntimeName, Setting<string>>>>
}

/** The variable that pins each runtime. */
export const versionVariables = {
  erlang: "ERLANG_VERSION",
  elixir: "ELIXIR_VERSION",
  hex: "HEX_VERSION",
  rebar3: "REBAR3_VERSION",
  node: "NODE_VERSION",
} as const satisfies Record<RuntimeName, string>

/** The versions asked for by variables. An empty variable asks for nothing. */
export function envSource(env: Env): VersionSource {
  const versions: Partial<Record<RuntimeName, Setting<string>>> = {}
  for (const runtime of runtimeNames) {
    const setting = envSetting(versionVariables[runtime], env)
    if (setting !== undefined) versions[runtime] = setting
  }
  return { versions }
}

/** The versions in a buildpack's config file, under the keys that are given for them. An empty value asks for nothing. */
export function configSource(
  config: ReadonlyMap<string, Setting<string>>,
  keys: Readonly<Record<string, RuntimeName>>,
): VersionSource {
  const versions: Partial<Record<RuntimeName, Setting<string>>> = {}
  for (const [key, runtime] of Object.entries(keys)) {
    const setting = config.get(key)
    if (setting?.value) versions[runtime] = setting
  }
  return { versions }
}

/** The request for a runtime: the first source that names a version wins; without one, the newest that fits is meant. */
export function requestRuntime(name: RuntimeName, sources: readonly VersionSource[]): RuntimeRequest {
  const version = sources.map((source) => source.versions[name]).find((setting) => setting !== undefined)
  return version === undefined ? { name } : { name, version }
}
