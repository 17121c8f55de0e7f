import type { SettingKind } from "./setting-kind.ts"

/** One setting, by its key in `[com.beampack]` of project.toml. */
export interface SettingSpec {
  readonly kind: SettingKind
  /** A value as project.toml has it. */
  readonly example: string
  /** Its variables after `BEAMPACK_<KEY>`, the strongest first. */
  readonly more?: readonly string[]
  /** Its names in the older buildpacks' files, where some mean the opposite. */
  readonly old?: readonly string[]
}

/** Every setting that has a name of ours. docs/settings.md says what each means. */
export const settingTable = {
  erlang: {
    kind: "version",
    example: '"27.3.4"',
    more: ["BP_ERLANG_VERSION", "ERLANG_VERSION"],
    old: ["erlang_version"],
  },
  elixir: {
    kind: "version",
    example: '"1.18.4"',
    more: ["BP_ELIXIR_VERSION", "ELIXIR_VERSION"],
    old: ["elixir_version"],
  },
  hex: { kind: "version", example: '"2.2.2"', more: ["HEX_VERSION"] },
  rebar3: { kind: "version", example: '"3.24.0"', more: ["REBAR3_VERSION"] },
  node: {
    kind: "version",
    example: '"24.11.0"',
    more: ["BP_NODE_VERSION", "NODE_VERSION"],
    old: ["node_version"],
  },
  npm: { kind: "version", example: '"10.9.4"', old: ["npm_version"] },
  yarn: { kind: "version", example: '"1.22.22"', old: ["yarn_version"] },
  release: { kind: "release", example: '"shop"', old: ["release"] },
  release_folder: { kind: "path", example: '"apps/shop"', old: ["app_relative_path"] },
  keep: { kind: "words", example: '["priv/*.db", "docs"]' },
  keep_node: { kind: "yes or no", example: "true", old: ["remove_node"] },
  assets_project: { kind: "path", example: '"apps/shop_web"', old: ["phoenix_relative_path"] },
  assets_folder: { kind: "path", example: '"frontend"', old: ["assets_path"] },
  assets_script: { kind: "path", example: '"bin/assets"', old: ["compile"] },
  cache: { kind: "yes or no", example: "false", old: ["always_rebuild", "clean_cache"] },
  cache_max: { kind: "size", example: '"500MB"' },
  test_args: { kind: "words", example: '["--seed", "0"]', old: ["test_args"] },
  hook_pre_fetch_dependencies: { kind: "command", example: '"bin/keys"', old: ["hook_pre_fetch_dependencies"] },
  hook_pre_compile: { kind: "command", example: '"bin/generate"', old: ["hook_pre_compile"] },
  hook_compile: { kind: "command", example: '"mix compile --no-optional-deps"', old: ["hook_compile"] },
  hook_post_compile: { kind: "command", example: '"mix docs"', old: ["hook_post_compile"] },
} as const satisfies Readonly<Record<string, SettingSpec>>

/** As in the table `[com.beampack]` of project.toml. */
export type SettingKey = keyof typeof settingTable
