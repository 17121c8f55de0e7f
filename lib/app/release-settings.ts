import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin, type Origin, type Setting } from "../core/setting.ts"
import { splitWords } from "../core/words.ts"
import { type App, type ConfigFile, readConfig } from "./app.ts"
import { parseBuildpackConfig } from "./buildpack-config.ts"
import { pathBelow, yesOrNo } from "./config-value.ts"
import { ownPath, ownSetting, variableSetting } from "./own-settings.ts"

/** What the user has set for the release, in files and by config vars, those of earlier buildpacks too. */
export interface ReleaseSettings {
  /** Whether one is made at all. */
  readonly wanted: Setting<boolean> | undefined
  /** Which one. */
  readonly name: Setting<string> | undefined
  /** The folder in which `mix release` runs, from the app's; undefined for the app's own. */
  readonly folder: Setting<string> | undefined
  /** More options for `mix release`, without a release's name. */
  readonly args: Setting<readonly string[]> | undefined
  /** What else of the app is to stay in the result, as paths from its folder. */
  readonly keep: readonly Setting<string>[]
  /** The same as patterns of rsync, for `includedFiles`. */
  readonly includes: readonly string[]
}

/** The keys that are read here, by file. */
export const releaseKeys = {
  "elixir_buildpack.config": ["release"],
  "releases_buildpack.config": ["app_relative_path"],
} as const satisfies Partial<Record<ConfigFile, readonly string[]>>

const OPTIONS = "GIGALIXIR_RELEASE_OPTIONS"
const optionsOrigin: Origin = { kind: "env", name: OPTIONS }

/**
 * Reads what is set for the release. Throws `release/hot-upgrade`, `release/path-option`, `config/unclosed-quote`, and
 * what is wrong with the files.
 */
export function releaseSettings(app: App, env: Env): ReleaseSettings {
  if (env.GIGALIXIR_SHOULD_HOT_UPGRADE === "true") throw hotUpgrade()
  const folder =
    ownPath("release_folder", app, env) ??
    pathBelow("app_relative_path", releasesConfig(app, env).get("app_relative_path"))
  const { name, args } = releaseOptions(words({ value: env[OPTIONS] ?? "", origin: optionsOrigin }))
  const keep = ownSetting("keep", app, env)
  return {
    wanted: wantedRelease(app, env) ?? (folder && { value: true, origin: folder.origin }),
    name: named(variableSetting("release", env)) ?? name ?? named(app.projectToml.get("release")),
    args,
    keep: keep === undefined ? [] : words(keep).map((value) => ({ value, origin: keep.origin })),
    folder: folder?.value === "." ? undefined : folder,
    includes: patternsIn(app.texts[".gigalixir/releases/includes.txt"] ?? ""),
  }
}

/** A name says which one; in project.toml, which has one key for both, it says yes to whatever an older file has. */
function wantedRelease(app: App, env: Env): Setting<boolean> | undefined {
  const inFile = app.projectToml.get("release")
  const own = variableSetting("release", env) ?? inFile
  if (own !== undefined && isAnswer(own)) return yesOrNo("release", own)
  return inFile === undefined
    ? yesOrNo("release", readConfig(app, "elixir_buildpack.config", env).settings.get("release"))
    : undefined
}

function named(setting: Setting<string> | undefined): Setting<string> | undefined {
  return setting === undefined || isAnswer(setting) ? undefined : setting
}

function isAnswer({ value }: Setting<string>): boolean {
  return value === "true" || value === "false"
}

/** The file's settings, under those that a config var holds as the text of such a file. */
function releasesConfig(app: App, env: Env): ReadonlyMap<string, Setting<string>> {
  const variable = "GIGALIXIR_RELEASES_BUILDPACK_CONFIG"
  const { settings } = parseBuildpackConfig(env[variable] ?? "", variable, env)
  return new Map([...readConfig(app, "releases_buildpack.config", env).settings, ...settings])
}

/** `mix release` takes the name among its options: `shop --quiet`. Of those that stay only `--version` has a value. */
function releaseOptions(words: readonly string[]): Pick<ReleaseSettings, "name" | "args"> {
  if (words.some((word) => /^--path(?:=|$)/.test(word))) throw pathOption()
  const at = words.findIndex((word, index) => !word.startsWith("-") && words[index - 1] !== "--version")
  const name = words[at]
  const args = words.filter((_, index) => index !== at)
  return {
    name: name === undefined ? undefined : { value: name, origin: optionsOrigin },
    args: args.length === 0 ? undefined : { value: args, origin: optionsOrigin },
  }
}

function words({ value, origin }: Setting<string>): readonly string[] {
  const split = splitWords(value)
  if (split === undefined) throw unclosedQuote(origin)
  return split
}

function patternsIn(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  return lines.filter((line) => line !== "" && !/^[#;]/.test(line))
}

function hotUpgrade(): BuildpackError {
  return new BuildpackError("release/hot-upgrade", "A release made here does not upgrade a running app", {
    help: prose`
      GIGALIXIR_SHOULD_HOT_UPGRADE asks for it. mix release makes no upgrades, and platforms start the new version beside
      the old one. Unset it:
        heroku config:unset GIGALIXIR_SHOULD_HOT_UPGRADE
    `,
  })
}

function pathOption(): BuildpackError {
  return new BuildpackError("release/path-option", "The release has to stay where Mix puts it", {
    help: prose`
      ${OPTIONS} sets --path, but the app is started from below _build.
      Remove that option; a release's own steps in mix.exs may copy it elsewhere.
    `,
  })
}

function unclosedQuote(origin: Origin): BuildpackError {
  const where = describeOrigin(origin)
  return new BuildpackError("config/unclosed-quote", `${where} has a quote that is never closed`, {
    help: prose`
      Its value is split into words as a shell does, so that quotes hold a word with spaces together, for example:
        ${origin.kind === "env" ? `${where}="one 'word with spaces'"` : 'keep = ["one", "word with spaces"]'}
    `,
  })
}
