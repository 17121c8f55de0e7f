import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { envSetting, type Origin, type Setting } from "../core/setting.ts"
import { splitWords } from "../core/words.ts"
import { type App, type ConfigFile, readConfig } from "./app.ts"
import { parseBuildpackConfig } from "./buildpack-config.ts"
import { pathBelow, yesOrNo } from "./config-value.ts"

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
  readonly keep: readonly string[]
  /** The same as patterns of rsync, for `includedFiles`. */
  readonly includes: readonly string[]
}

/** The keys that are read here, by file. */
export const releaseKeys = {
  "elixir_buildpack.config": ["release"],
  "releases_buildpack.config": ["app_relative_path"],
} as const satisfies Partial<Record<ConfigFile, readonly string[]>>

const NAME = "BEAMPACK_RELEASE"
const KEEP = "BEAMPACK_KEEP"
const OPTIONS = "GIGALIXIR_RELEASE_OPTIONS"

/**
 * Reads what is set for the release. Throws `release/hot-upgrade`, `release/path-option`, `config/unclosed-quote`, and
 * what is wrong with the files.
 */
export function releaseSettings(app: App, env: Env): ReleaseSettings {
  if (env.GIGALIXIR_SHOULD_HOT_UPGRADE === "true") throw hotUpgrade()
  const folder = pathBelow("app_relative_path", releasesConfig(app, env).get("app_relative_path"))
  // The buildpack that this setting is of always makes one.
  const implied = folder === undefined ? undefined : { value: true, origin: folder.origin }
  const { name, args } = releaseOptions(wordsOf(OPTIONS, env))
  return {
    wanted: yesOrNo("release", readConfig(app, "elixir_buildpack.config", env).get("release")) ?? implied,
    name: envSetting(NAME, env) ?? name,
    args,
    keep: wordsOf(KEEP, env),
    folder: folder?.value === "." ? undefined : folder,
    includes: patternsIn(app.texts[".gigalixir/releases/includes.txt"] ?? ""),
  }
}

/** The file's settings, under those that a config var holds as the text of such a file. */
function releasesConfig(app: App, env: Env): ReadonlyMap<string, Setting<string>> {
  const variable = "GIGALIXIR_RELEASES_BUILDPACK_CONFIG"
  const { settings } = parseBuildpackConfig(env[variable] ?? "", variable, env)
  return new Map([...readConfig(app, "releases_buildpack.config", env), ...settings])
}

/** `mix release` takes the name among its options: `shop --quiet`. Of those that stay only `--version` has a value. */
function releaseOptions(words: readonly string[]): Pick<ReleaseSettings, "name" | "args"> {
  const origin: Origin = { kind: "env", name: OPTIONS }
  if (words.some((word) => /^--path(?:=|$)/.test(word))) throw pathOption()
  const at = words.findIndex((word, index) => !word.startsWith("-") && words[index - 1] !== "--version")
  const name = words[at]
  const args = words.filter((_, index) => index !== at)
  return {
    name: name === undefined ? undefined : { value: name, origin },
    args: args.length === 0 ? undefined : { value: args, origin },
  }
}

function wordsOf(variable: string, env: Env): readonly string[] {
  const words = splitWords(env[variable] ?? "")
  if (words === undefined) throw unclosedQuote(variable)
  return words
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

function unclosedQuote(variable: string): BuildpackError {
  return new BuildpackError("config/unclosed-quote", `${variable} has a quote that is never closed`, {
    help: prose`
      Its value is split into words as a shell does, so that quotes hold a word with spaces together, for example:
        ${variable}="one 'word with spaces'"
    `,
  })
}
