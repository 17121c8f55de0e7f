import type { Origin, Setting } from "../core/setting.ts"
import { type ElixirModule, elixirModule } from "./elixir-module.ts"
import { listWithKey, namedTuples, staticAtom, staticKeywords, staticString } from "./elixir-static.ts"
import { type Entry, entries, isName } from "./elixir-tree.ts"

/** The releases that a project defines, as far as its source tells. */
export type Releases =
  /** No `releases:`; Mix can still make one, named after the app. */
  | { readonly kind: "none" }
  | { readonly kind: "named"; readonly names: readonly string[]; readonly origin: Origin }
  /** There, but made by code: only Mix knows the names. */
  | { readonly kind: "computed"; readonly origin: Origin }

/** What the source of mix.exs says without running it. What it computes is left out. */
export interface MixProject {
  readonly app?: string | undefined
  readonly version?: string | undefined
  /** The Elixir requirement, such as `~> 1.17`; its value is undefined when code makes it. */
  readonly elixir?: Setting<string | undefined> | undefined
  /** The folder of the apps of an umbrella. */
  readonly appsPath?: string | undefined
  readonly releases: Releases
  readonly defaultRelease?: Setting<string> | undefined
  /** Names of task aliases, such as `assets.deploy`. */
  readonly aliases: readonly string[]
  /** Names of the dependencies that are fetched, for any environment: not those that lie in the app's own folders. */
  readonly dependencies: readonly string[]
}

/** Reads the text of a mix.exs. Never fails: Mix is better at telling what is wrong with it. */
export function parseMixProject(text: string, file = "mix.exs"): MixProject {
  const module = elixirModule(text)
  const settings = projectSettings(module)
  const value = (key: string) => settings.get(key)?.value ?? []
  const deps = value("deps")
  return {
    app: staticAtom(module, value("app")),
    version: staticString(module, value("version")),
    elixir: requirement(module, settings.get("elixir"), file),
    appsPath: staticString(module, value("apps_path")),
    releases: releases(module, settings.get("releases"), file),
    defaultRelease: setting(staticAtom(module, value("default_release")), settings.get("default_release"), file),
    aliases: staticKeywords(module, value("aliases")).entries.map(({ key }) => key),
    dependencies: fetchedDependencies(module, deps),
  }
}

/** The keyword list that `project/0` returns, or at least the one in it that names the app. The first of a key counts. */
export function projectSettings(module: ElixirModule): ReadonlyMap<string, Entry> {
  const body = module.functions.get("project") ?? []
  const whole = staticKeywords(module, body).entries
  const named = listWithKey(body, ["app", "apps_path"])
  const found = whole.length > 0 || named === undefined ? whole : entries(named)
  return new Map(found.toReversed().map((entry) => [entry.key, entry]))
}

function fetchedDependencies(module: ElixirModule, deps: Entry["value"]): readonly string[] {
  const local = ["in_umbrella", "path"]
  const fetched = namedTuples(module, deps).filter(({ keys }) => !keys.some((key) => local.includes(key)))
  return [...new Set(fetched.map(({ name }) => name))]
}

function releases(module: ElixirModule, entry: Entry | undefined, file: string): Releases {
  if (entry === undefined) return { kind: "none" }
  const origin: Origin = { kind: "file", file, line: entry.line }
  const { entries, complete } = staticKeywords(module, entry.value)
  if (!complete) return { kind: "computed", origin }
  return entries.length === 0 ? { kind: "none" } : { kind: "named", names: entries.map(({ key }) => key), origin }
}

function requirement(
  module: ElixirModule,
  entry: Entry | undefined,
  file: string,
): Setting<string | undefined> | undefined {
  if (entry === undefined || (entry.value.length === 1 && isName(entry.value[0], "nil"))) return undefined
  return { value: staticString(module, entry.value), origin: { kind: "file", file, line: entry.line } }
}

function setting(value: string | undefined, entry: Entry | undefined, file: string): Setting<string> | undefined {
  if (value === undefined || entry === undefined) return undefined
  return { value, origin: { kind: "file", file, line: entry.line } }
}
