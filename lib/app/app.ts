import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import type { Processes } from "../core/launch.ts"
import { prose } from "../core/prose.ts"
import type { Setting } from "../core/setting.ts"
import { type BuildpackConfig, type ParsedConfig, parseBuildpackConfig } from "./buildpack-config.ts"
import { list, readText, stands } from "./folder.ts"
import { type MixLock, parseMixLock } from "./mix-lock.ts"
import { type MixProject, parseMixProject } from "./mix-project.ts"
import { parseProcfile } from "./procfile.ts"
import { readMixProject } from "./project-file.ts"
import { parseProjectToml } from "./project-toml.ts"
import { type Overlays, readOverlays } from "./releases.ts"
import { readScripts, type Script } from "./scripts.ts"
import { PROJECT_TOML } from "./setting-names.ts"
import { readVersionFiles } from "./version-files.ts"

/** Config files of the app that are kept as text, for those who know their formats. */
const configFiles = [
  "elixir_buildpack.config",
  "phoenix_static_buildpack.config",
  "releases_buildpack.config",
  ".gigalixir/releases/includes.txt",
] as const

/** From the root of the app. */
export type ConfigFile = (typeof configFiles)[number]

/** An app as its sources tell, read once. */
export interface App {
  readonly folder: string
  readonly project: MixProject
  /** Undefined when the app has no mix.lock. */
  readonly lock: MixLock | undefined
  /** The names of its own OTP applications, an umbrella's several. */
  readonly apps: readonly string[]
  /** What mix.exs, those of an umbrella's apps, and mix.lock name; what they compute is seen in the lock. */
  readonly dependencies: readonly string[]
  /** What mix.exs and those of an umbrella's apps say of the Elixir that they need; undefined where code makes it. */
  readonly elixirRequirements: readonly Setting<string | undefined>[]
  /** The app depends on Phoenix: `mix phx.server` and `mix phx.digest` exist. */
  readonly phoenix: boolean
  readonly procfile: Processes
  /** What the platform runs of the app's own. */
  readonly scripts: readonly Script[]
  /** Scripts that the sources lay over a release. */
  readonly overlays: Overlays
  /** The sources have a folder `rel` for Mix releases. */
  readonly hasRelFolder: boolean
  /** What project.toml sets in our own table. */
  readonly projectToml: BuildpackConfig
  readonly texts: Readonly<Partial<Record<ConfigFile, string | undefined>>>
  /** The files that tell other tools which versions the app wants, by path. */
  readonly versionFiles: ReadonlyMap<string, string>
}

/** Reads an app's sources. Throws `app/no-mix-exs`, and what is wrong with project.toml. */
export async function readApp(folder: string): Promise<App> {
  const mixExs = await readText(folder, "mix.exs")
  if (mixExs === undefined) throw await noMixExs(folder)
  const project = parseMixProject(mixExs)
  const lockText = await readText(folder, "mix.lock")
  const lock = lockText === undefined ? undefined : parseMixLock(lockText)
  const projects = [project, ...(await childProjects(folder, project))]
  const dependencies = [...projects.flatMap((each) => each.dependencies), ...(lock?.hex ?? []), ...(lock?.git ?? [])]
  const texts = await Promise.all(configFiles.map(async (file) => [file, await readText(folder, file)] as const))
  const procfile = parseProcfile((await readText(folder, "Procfile")) ?? "")
  return {
    folder,
    project,
    lock,
    apps: projects.flatMap(({ app }) => app ?? []),
    dependencies,
    elixirRequirements: projects.flatMap(({ elixir }) => elixir ?? []),
    phoenix: dependencies.includes("phoenix"),
    procfile,
    scripts: await readScripts(folder, procfile),
    overlays: await readOverlays(folder),
    hasRelFolder: await hasRelFolder(folder),
    projectToml: await parseProjectToml((await readText(folder, PROJECT_TOML)) ?? ""),
    texts: Object.fromEntries(texts),
    versionFiles: await readVersionFiles(folder),
  }
}

/** The projects of an umbrella's apps. */
async function childProjects(folder: string, { appsPath }: MixProject): Promise<readonly MixProject[]> {
  if (appsPath === undefined) return []
  const names = (await list(folder, appsPath)) ?? []
  const projects = await Promise.all(names.map((name) => readMixProject(folder, `${appsPath}/${name}`)))
  return projects.filter((project) => project !== undefined)
}

/** What a config file says; nothing when the app has no such file. Throws `config/syntax`. */
export function readConfig(app: App, file: ConfigFile, env: Env): ParsedConfig {
  return parseBuildpackConfig(app.texts[file] ?? "", file, env)
}

/** Distillery, which came before Mix releases, keeps its own `config.exs` there. */
async function hasRelFolder(folder: string): Promise<boolean> {
  return (await stands(folder, "rel", "folder")) && !(await stands(folder, "rel/config.exs", "file"))
}

async function noMixExs(folder: string): Promise<BuildpackError> {
  const names = await list(folder)
  const title = "This is not an Elixir app: it has no mix.exs"
  if (names === undefined) return new BuildpackError("app/no-mix-exs", title, { help: `There is no folder ${folder}.` })
  const below = await Promise.all(names.map((name) => stands(folder, `${name}/mix.exs`, "file")))
  const subfolder = names.find((_, index) => below[index])
  return new BuildpackError("app/no-mix-exs", title, {
    help: prose`
      Looked for mix.exs in ${folder}, ${inventory(names)}

      ${subfolder === undefined ? notThere : inSubfolder(subfolder)}
    `,
  })
}

function inventory(names: readonly string[]): string {
  if (names.length === 0) return "which is empty."
  const shown = names.slice(0, 10).map((name) => `\n  ${name}`)
  const more = names.length > 10 ? `\n  and ${names.length - 10} more` : ""
  return `which holds:${shown.join("")}${more}`
}

const notThere = prose`
  mix.exs must be in the top folder of what is deployed. Is it in a subfolder, named in .slugignore, or not committed?
  "git ls-files mix.exs" prints its name when it is committed.
`

function inSubfolder(name: string): string {
  return prose`
    There is one in ${name}/. The top folder of what is deployed must be the app's:
    deploy that folder alone (git subtree push --prefix ${name} heroku main).
  `
}
