import { posix } from "node:path"
import type { AssetPlace } from "../app/assets.ts"
import type { MixAliases } from "../app/mix-aliases.ts"
import { deployCommands, type UnknownTask } from "./deploy-tasks.ts"
import { meansAny, type NamedText, namedFiles, type TextKind } from "./named-files.ts"
import { withoutSearchPaths } from "./search-paths.ts"
import { looseTailwind } from "./tailwind.ts"

/** Which of an app's files its assets may be made of. */
export interface InputRule {
  counts(path: string): boolean
  /** Why all of them may be; absent when only some modules of the app are. */
  readonly why?: string
  /** What tells which packages of mix.lock count; absent when all do. */
  readonly packages?: PackageRule
}

interface PackageRule {
  /** The Mix tasks that build the assets, with their arguments. */
  readonly tasks: readonly string[]
  /** Whether something names a file below `deps`, but to find there what scripts import. */
  reads(path: string): boolean
}

/** What tells how assets are built. */
export interface AssetSources {
  readonly places: readonly AssetPlace[]
  readonly phoenixEx: string
  /** The aliases of the places' mix.exs, by their folders. */
  readonly aliases: ReadonlyMap<string, MixAliases>
  /** All texts for which `textKind` has a word. */
  readonly texts: readonly NamedText[]
  /** Where links lead, from the app's folder. */
  readonly linked: readonly string[]
}

const code = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|coffee|sh|py|rb|pl)$|(?:^|\/)(?:Makefile|\.\w+rc)$/
const data = /\.(?:json[c5]?|p?css|scss|sass|less|styl|postcss|ya?ml|toml)$/
const locks = /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml)$/
/** What is served as it is, whatever it is. */
const served = /(?:^|\/)priv\/static\//
const tests = /^(?:apps\/[^/]+\/)?test\//
const configuration = /(?:^|\/)config\/(?!(?:dev|test|runtime)\.exs$).*\.exs$/

/** How to read a text for the files that it names; undefined when nobody builds assets by it. */
export function textKind(path: string): TextKind | undefined {
  if (served.test(path) || tests.test(path) || locks.test(path)) return undefined
  if (configuration.test(path)) return "config"
  return code.test(path) ? "code" : data.test(path) ? "data" : undefined
}

/** Modules, with the templates and translations that are compiled into them: nothing that assets are made of, unless it is named. */
const modules = /\.(?:exs?|[ehxy]rl|[hln]?eex|sface|pot?)$/
const asides = /^(?:(?:apps\/[^/]+\/)?test\/|\.github\/|Procfile$|app\.json$|LICENSE)/
/** What says how a Mix project is built. */
const projects = /(?:^|\/)(?:mix\.exs$|config\/)/

/** Decides which files count: when it is in doubt, all of them. */
export function inputRule(sources: AssetSources): InputRule {
  const folders = assetFolders(sources.places)
  const commands = allCommands(sources)
  if ("line" in commands) return all(`${commands.line} may read any file`)
  // Who builds there may look at all that is below.
  const top = sources.places.find(({ packages }) => packages?.folder === ".")
  if (top !== undefined) return all("package.json is in the top folder, so the assets may be made of any file")
  // What a task of Mix is told is in the configuration.
  const programs = commands.lines.filter((line) => line.startsWith("cmd ")).map((text) => ({ path: "mix.exs", text }))
  const loose = looseTailwind([...sources.texts, ...programs])
  if (loose !== undefined) return all(`${loose} has class names looked for in all files`)
  const lines = commands.lines.map((text) => ({ file: "mix.exs", text, kind: "data" as const }))
  const texts = sources.texts.flatMap(({ path: file, text }) => {
    const kind = textKind(file)
    return kind === undefined ? [] : [{ file, text, kind }]
  })
  const named = new Set(sources.linked)
  const inPackages = new Set(sources.linked)
  for (const { file, text, kind } of [...lines, ...texts]) {
    const where = { file, kind, folders: kind === "config" || file === "mix.exs" ? folders : [] }
    const found = namedFiles(text, where)
    if (found.includes(".") || found.some(isBuild)) return all(`${file} may lead to any file`)
    for (const pattern of found) named.add(pattern)
    const others = withoutSearchPaths({ path: file, text }, kind)
    for (const pattern of others === text ? found : namedFiles(others, where)) inPackages.add(pattern)
  }
  const isNamed = meansAny([...named])
  return {
    counts: (path) => {
      if (isNamed(path) || projects.test(path) || served.test(path)) return true
      return folders.some((folder) => path.startsWith(`${folder}/`)) || !(modules.test(path) || asides.test(path))
    },
    packages: { tasks: commands.tasks, reads: meansAny([...inPackages]) },
  }
}

function all(why: string): InputRule {
  return { counts: () => true, why }
}

/** What is compiled, but what Phoenix writes there for bundlers, which is looked at anyway. */
function isBuild(path: string): boolean {
  return /(?:^|\/)_build(?:\/|$)/.test(path) && !/\/phoenix-colocated(?:\/|$)/.test(path)
}

/** The folders all of whose files count. */
function assetFolders(places: readonly AssetPlace[]): readonly string[] {
  const folders = places.flatMap(({ folder, packages }) => [posix.join(folder, "assets"), packages?.folder ?? "."])
  return [...new Set(folders)].filter((folder) => folder !== ".")
}

interface Commands {
  readonly lines: readonly string[]
  /** All that they run of Mix. */
  readonly tasks: readonly string[]
}

/** The commands that build the assets of all places, or the first thing of which it is not known what it reads. */
function allCommands(sources: AssetSources): Commands | UnknownTask {
  const all: Commands[] = []
  for (const place of sources.places) {
    const found = commandsOf(place, sources)
    if ("line" in found) return found
    all.push(found)
  }
  return { lines: all.flatMap(({ lines }) => lines), tasks: all.flatMap(({ tasks }) => tasks) }
}

function commandsOf(place: AssetPlace, { aliases, phoenixEx }: AssetSources): Commands | UnknownTask {
  const own = aliases.get(place.folder) ?? { lines: new Map(), complete: true }
  const digest = `${phoenixEx}.digest`
  const task = { alias: "assets.deploy", script: digest, digest, compile: "run" }[place.kind]
  const lines = deployCommands(task, own)
  if ("line" in lines) return lines
  const tasks = place.kind === "script" && !place.digest ? [] : [...lines]
  if (place.packages === undefined) return { lines, tasks }
  const start = place.kind === "script" ? [place.script] : lines
  for (const text of reachable(place.packages.scripts, start)) {
    for (const [, several, name = ""] of text.matchAll(/\bmix\s+(do\s+)?([\w.]+)/g)) {
      const found = deployCommands(name, own)
      if ("line" in found) return found
      // Of what `mix do` does only the first task is read. `do` is no package's, so all of them count.
      tasks.push(...found, ...(several === undefined ? [] : ["do"]))
    }
  }
  return { lines, tasks }
}

/** The scripts of package.json that commands may run: those that they name, and all that these name. */
function reachable(scripts: Readonly<Record<string, string>>, start: readonly string[]): readonly string[] {
  const texts = [...start]
  const left = new Set(Object.keys(scripts))
  // It grows while we go through it.
  for (const text of texts) {
    for (const name of left) {
      if (!text.split(/[\s"']+/).some((word) => word === name || `pre${word}` === name || `post${word}` === name))
        continue
      left.delete(name)
      texts.push(scripts[name] ?? "", `pre${name}`, `post${name}`)
    }
  }
  return texts
}
